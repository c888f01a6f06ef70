package mesh.warren.model.xds;

/** The name of a resource within its type: of a virtual one as its control plane knows it, of a physical one as Envoy does. */
public record ResourceName(String value) implements Comparable<ResourceName> {

    public ResourceName {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("a resource name is empty");
        }
    }

    @Override
    public int compareTo(ResourceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
