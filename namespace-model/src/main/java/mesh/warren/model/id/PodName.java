package mesh.warren.model.id;

/**
 * A pod as people name it: {@code tenant/name}. Two pods can have it one after the other; {@link PodUid} tells them apart.
 *
 * @param tenant its Kubernetes namespace
 * @param name   its {@code metadata.name}, a DNS subdomain (RFC 1123)
 */
public record PodName(Tenant tenant, String name) implements Comparable<PodName> {

    public PodName {
        Names.requireDnsSubdomain("pod name", name);
    }

    /** Reads {@code tenant/name}. */
    public static PodName parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("pod '" + text + "': want TENANT/NAME");
        }
        return new PodName(new Tenant(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public int compareTo(PodName other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return tenant + "/" + name;
    }
}
