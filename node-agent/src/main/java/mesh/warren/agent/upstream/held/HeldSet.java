package mesh.warren.agent.upstream.held;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What one virtual Envoy holds of one type, sorted by name. Immutable and small: an array of references, and virtual Envoys that
 * hold the same have the same set ({@link ContentStore#same}).
 */
public final class HeldSet {

    /** Nothing. */
    public static final HeldSet EMPTY = new HeldSet(new Held[0]);

    private final Held[] sorted;
    private final int hash;
    private final long bytes;

    private HeldSet(Held[] sorted) {
        this.sorted = sorted;
        this.hash = Arrays.hashCode(sorted);
        this.bytes = Arrays.stream(sorted).mapToLong(held -> held.resource().content().size()).sum();
    }

    public Optional<Held> get(String name) {
        int from = 0;
        int to = sorted.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = sorted[middle].name().compareTo(name);
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

    /** This set with those put in the place of what has their names, and without the removed ones. */
    public HeldSet with(Map<String, Held> upserts, Set<String> removed) {
        if (upserts.isEmpty() && removed.isEmpty()) {
            return this;
        }
        TreeMap<String, Held> merged = new TreeMap<>();
        for (Held held : sorted) {
            merged.put(held.name(), held);
        }
        merged.putAll(upserts);
        removed.forEach(merged::remove);
        return new HeldSet(merged.values().toArray(Held[]::new));
    }

    /** Those whose names are wanted. */
    public HeldSet only(Predicate<String> wanted) {
        List<Held> kept = new ArrayList<>(sorted.length);
        for (Held held : sorted) {
            if (wanted.test(held.name())) {
                kept.add(held);
            }
        }
        return kept.size() == sorted.length ? this : new HeldSet(kept.toArray(Held[]::new));
    }

    public List<Held> all() {
        return List.of(sorted);
    }

    public int size() {
        return sorted.length;
    }

    /** The sum of the contents' lengths. */
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeldSet set && set.hash == hash && Arrays.equals(set.sorted, sorted);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
