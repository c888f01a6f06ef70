package mesh.warren.model.symbolic;

/** How widely a resource may be shared, from the widest. A resource has the narrowest scope of its fields' (design section 4). */
public enum Scope {
    /** Any two virtual Envoys of one domain. */
    DOMAIN,
    /** Virtual Envoys of one tenant in one domain: it keeps state that neighbours could feel or observe. */
    TENANT,
    /** One virtual Envoy only. */
    POD;

    /** The narrower of the two. */
    public Scope and(Scope other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
