package mesh.warren.model.snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/**
 * All that the shared Envoy shall have at one moment. Immutable; a changed snapshot shares all that did not change with
 * the one that it was made from, so that {@link SnapshotDiff#between} skips whole types at once.
 *
 * <p>A snapshot is closed: what its resources refer to is in it. {@link Rollout} keeps Envoy free of dangling references
 * under that condition.
 */
public final class PhysicalSnapshot {

    public static final PhysicalSnapshot EMPTY = new PhysicalSnapshot(new EnumMap<>(ResourceType.class));

    private final Map<ResourceType, SortedResources> byType;

    private PhysicalSnapshot(Map<ResourceType, SortedResources> byType) {
        this.byType = byType;
    }

    /** Of these resources only; of two with one key the last one stays. */
    public static PhysicalSnapshot of(Collection<PhysicalResource> resources) {
        return EMPTY.with(resources, List.of());
    }

    /** The snapshot after the change: {@code put} added or replaced, {@code removed} taken out (an unknown key is ignored). */
    public PhysicalSnapshot with(Collection<PhysicalResource> put, Collection<ResourceKey> removed) {
        Map<ResourceType, SortedMap<ResourceName, Optional<PhysicalResource>>> changes = new EnumMap<>(ResourceType.class);
        for (ResourceKey key : removed) {
            changes.computeIfAbsent(key.type(), t -> new TreeMap<>()).put(key.name(), Optional.empty());
        }
        for (PhysicalResource resource : put) {
            changes.computeIfAbsent(resource.key().type(), t -> new TreeMap<>())
                    .put(resource.key().name(), Optional.of(resource));
        }
        Map<ResourceType, SortedResources> after = new EnumMap<>(ResourceType.class);
        after.putAll(byType);
        changes.forEach((type, change) -> after.put(type, resources(type).with(change)));
        return new PhysicalSnapshot(after);
    }

    /**
     * The snapshot of exactly these resources, sharing with this one all that is the same. For a publisher that makes the
     * whole state anew.
     */
    public PhysicalSnapshot replacedBy(Collection<PhysicalResource> resources) {
        Map<ResourceKey, PhysicalResource> wanted = new HashMap<>();
        resources.forEach(r -> wanted.put(r.key(), r));
        List<ResourceKey> gone = new ArrayList<>();
        for (SortedResources ofType : byType.values()) {
            ofType.stream().map(PhysicalResource::key).filter(k -> !wanted.containsKey(k)).forEach(gone::add);
        }
        return with(wanted.values(), gone);
    }

    public Optional<PhysicalResource> get(ResourceKey key) {
        return resources(key.type()).get(key.name());
    }

    /** All of a type, sorted by name. */
    public List<PhysicalResource> ofType(ResourceType type) {
        return resources(type);
    }

    /** The number of resources of all types. */
    public int size() {
        return byType.values().stream().mapToInt(SortedResources::size).sum();
    }

    SortedResources resources(ResourceType type) {
        return byType.getOrDefault(type, SortedResources.NONE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PhysicalSnapshot that && SnapshotDiff.between(this, that).isEmpty();
    }

    @Override
    public int hashCode() {
        return size();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("snapshot");
        byType.forEach((type, resources) -> text.append(' ').append(type).append('=').append(resources.size()));
        return text.toString();
    }
}
