package mesh.warren.model.share;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import mesh.warren.model.symbolic.Separator;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.Version;

/**
 * Which physical names are taken: by classes, and by what Envoy still has from before a restart of the agent. The latter
 * are given only to a class with the very bytes that Envoy has under that name, until {@link #release}.
 */
final class Naming {

    private final Map<ResourceKey, ShareClass> taken = new HashMap<>();
    private final NavigableMap<ResourceKey, Version> adopted = new TreeMap<>();

    void adopt(Map<ResourceKey, Version> reported) {
        adopted.putAll(reported);
    }

    /** The adopted names that no class took over are free from now on. */
    void release() {
        adopted.clear();
    }

    boolean keepsAdopted() {
        return !adopted.isEmpty();
    }

    /**
     * The name for a new class: the one that Envoy has its bytes under, or else the first free one.
     *
     * @param fits whether the bytes under a name would be those of this version
     */
    ResourceKey choose(String prefix, Slot slot, Fits fits) {
        ResourceKey plain = key(slot, PhysicalNames.of(prefix, slot.key.name(), 1));
        if (!adopted.isEmpty()) {
            ResourceKey same = adoptedFor(prefix, slot, plain, fits);
            if (same != null) {
                return same;
            }
        }
        ResourceKey candidate = plain;
        for (int ordinal = 2; taken.containsKey(candidate) || adopted.containsKey(candidate); ordinal++) {
            candidate = key(slot, PhysicalNames.of(prefix, slot.key.name(), ordinal));
        }
        return candidate;
    }

    /** Whether a class's bytes, if it had this name, would be of this version. */
    interface Fits {
        boolean test(ResourceKey physical, Version version);
    }

    private ResourceKey adoptedFor(String prefix, Slot slot, ResourceKey plain, Fits fits) {
        Predicate<ResourceKey> same = k -> adopted.containsKey(k) && !taken.containsKey(k) && fits.test(k, adopted.get(k));
        if (same.test(plain)) {
            return plain;
        }
        String name = plain.name().value();
        ResourceKey first = key(slot, new ResourceName(name + Separator.CHARACTER));
        ResourceKey end = key(slot, new ResourceName(name + (char) (Separator.CHARACTER + 1)));
        for (ResourceKey key : adopted.subMap(first, end).keySet()) {
            if (PhysicalNames.ordinal(prefix, slot.key.name(), key.name()).isPresent() && same.test(key)) {
                return key;
            }
        }
        return null;
    }

    void take(ShareClass owner) {
        taken.put(owner.physical, owner);
        adopted.remove(owner.physical);
    }

    void free(ShareClass owner) {
        taken.remove(owner.physical);
    }

    /** Null when no class has this name. */
    ShareClass owner(ResourceKey physical) {
        return taken.get(physical);
    }

    Iterable<ShareClass> owners() {
        return taken.values();
    }

    private static ResourceKey key(Slot slot, ResourceName name) {
        return new ResourceKey(slot.key.type(), name);
    }
}
