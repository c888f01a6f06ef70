package mesh.warren.model.id;

/**
 * All virtual Envoys fed by the same control plane: the widest scope in which anything may be shared.
 *
 * @param name a DNS label, chosen by the cluster admin
 */
public record Domain(String name) implements Comparable<Domain> {

    public Domain {
        Names.requireDnsLabel("domain", name);
    }

    @Override
    public int compareTo(Domain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
