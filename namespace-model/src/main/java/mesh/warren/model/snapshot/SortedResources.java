package mesh.warren.model.snapshot;

import java.util.AbstractList;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.SortedMap;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceName;

/**
 * The resources of one type in the order of their names, in one array. A change copies the array (4 bytes a resource, some
 * microseconds for thousands) and no resource; a tree would cost ten times the memory and save nothing at these sizes.
 */
final class SortedResources extends AbstractList<PhysicalResource> implements RandomAccess {

    static final SortedResources NONE = new SortedResources(new PhysicalResource[0]);

    private final PhysicalResource[] byName;

    private SortedResources(PhysicalResource[] byName) {
        this.byName = byName;
    }

    @Override
    public PhysicalResource get(int index) {
        return byName[index];
    }

    @Override
    public int size() {
        return byName.length;
    }

    Optional<PhysicalResource> get(ResourceName name) {
        int low = 0;
        int high = byName.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = byName[middle].key().name().compareTo(name);
            if (order == 0) {
                return Optional.of(byName[middle]);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /**
     * These resources after the changes: a resource is put, an empty value removes. A resource of the same version keeps
     * its object, so that a later comparison sees at once that it is the same; itself when nothing changes.
     */
    SortedResources with(SortedMap<ResourceName, Optional<PhysicalResource>> changes) {
        PhysicalResource[] merged = new PhysicalResource[byName.length + changes.size()];
        int size = 0;
        int from = 0;
        boolean changed = false;
        for (Map.Entry<ResourceName, Optional<PhysicalResource>> change : changes.entrySet()) {
            while (from < byName.length && byName[from].key().name().compareTo(change.getKey()) < 0) {
                merged[size++] = byName[from++];
            }
            boolean present = from < byName.length && byName[from].key().name().equals(change.getKey());
            PhysicalResource before = present ? byName[from++] : null;
            PhysicalResource after = change.getValue().orElse(null);
            if (before != null && after != null && before.sameAs(after)) {
                after = before;
            }
            changed |= before != after;
            if (after != null) {
                merged[size++] = after;
            }
        }
        if (!changed) {
            return this;
        }
        int rest = byName.length - from;
        PhysicalResource[] exact = new PhysicalResource[size + rest];
        System.arraycopy(merged, 0, exact, 0, size);
        System.arraycopy(byName, from, exact, size, rest);
        return new SortedResources(exact);
    }
}
