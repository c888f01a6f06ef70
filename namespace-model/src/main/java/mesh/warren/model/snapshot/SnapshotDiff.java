package mesh.warren.model.snapshot;

import java.util.ArrayList;
import java.util.List;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * What differs between two snapshots.
 *
 * @param changed added, or of another version, as they are after it; sorted by key
 * @param removed no longer there; sorted by key
 */
public record SnapshotDiff(List<PhysicalResource> changed, List<ResourceKey> removed) {

    public SnapshotDiff {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** Linear in the resources of the types that differ at all; a resource that is the same object costs one comparison. */
    public static SnapshotDiff between(PhysicalSnapshot before, PhysicalSnapshot after) {
        List<PhysicalResource> changed = new ArrayList<>();
        List<ResourceKey> removed = new ArrayList<>();
        for (ResourceType type : ResourceType.values()) {
            SortedResources old = before.resources(type);
            SortedResources now = after.resources(type);
            if (old != now) {
                compare(old, now, changed, removed);
            }
        }
        return new SnapshotDiff(changed, removed);
    }

    public boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }

    private static void compare(
            SortedResources old, SortedResources now, List<PhysicalResource> changed, List<ResourceKey> removed) {
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            PhysicalResource left = i < old.size() ? old.get(i) : null;
            PhysicalResource right = j < now.size() ? now.get(j) : null;
            int order = left == right ? 0 : left == null ? 1 : right == null ? -1 : left.key().compareTo(right.key());
            if (order < 0) {
                removed.add(left.key());
                i++;
            } else if (order > 0) {
                changed.add(right);
                j++;
            } else {
                if (left != right && !left.sameAs(right)) {
                    changed.add(right);
                }
                i++;
                j++;
            }
        }
    }
}
