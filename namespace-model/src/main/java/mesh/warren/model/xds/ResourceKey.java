package mesh.warren.model.xds;

import java.util.Comparator;

/** A type and a name: what identifies a resource in one virtual Envoy, or in the shared one. Sorted by type, then name. */
public record ResourceKey(ResourceType type, ResourceName name) implements Comparable<ResourceKey> {

    private static final Comparator<ResourceKey> ORDER =
            Comparator.comparing(ResourceKey::type).thenComparing(ResourceKey::name);

    public static ResourceKey of(ResourceType type, String name) {
        return new ResourceKey(type, new ResourceName(name));
    }

    @Override
    public int compareTo(ResourceKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return type + " " + name;
    }
}
