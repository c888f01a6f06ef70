package mesh.warren.agent.views;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mesh.warren.model.xds.ResourceKey;

/**
 * What a pod has of one type, sorted by name: an array of references to what all pods share. Two tables are equal when they hold
 * the same objects. Immutable.
 */
final class Table {

    static final Table EMPTY = new Table(new Rewritten[0]);

    private final Rewritten[] sorted;
    private final int hash;

    private Table(Rewritten[] sorted) {
        this.sorted = sorted;
        this.hash = Arrays.hashCode(sorted);
    }

    /** This one with those put in, in the place of what has their keys, and without the removed ones. */
    Table with(Map<ResourceKey, Rewritten> put, Set<ResourceKey> removed) {
        if (put.isEmpty() && removed.isEmpty()) {
            return this;
        }
        TreeMap<ResourceKey, Rewritten> all = new TreeMap<>();
        for (Rewritten resource : sorted) {
            all.put(resource.key(), resource);
        }
        all.keySet().removeAll(removed);
        all.putAll(put);
        return new Table(all.values().toArray(Rewritten[]::new));
    }

    Optional<Rewritten> get(ResourceKey key) {
        int from = 0;
        int to = sorted.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = sorted[middle].key().compareTo(key);
            if (order == 0) {
                return Optional.of(sorted[middle]);
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return Optional.empty();
    }

    List<Rewritten> all() {
        return Collections.unmodifiableList(Arrays.asList(sorted));
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Table table && hash == table.hash && Arrays.equals(sorted, table.sorted);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
