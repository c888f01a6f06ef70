package mesh.warren.model.id;

/**
 * A Kubernetes namespace: the unit of quota and policy. Never confuse it with the namespace of a virtual Envoy.
 *
 * @param name the Kubernetes namespace's name, a DNS label (RFC 1123)
 */
public record Tenant(String name) implements Comparable<Tenant> {

    public Tenant {
        Names.requireDnsLabel("tenant", name);
    }

    @Override
    public int compareTo(Tenant other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
