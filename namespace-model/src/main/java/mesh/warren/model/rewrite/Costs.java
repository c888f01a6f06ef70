package mesh.warren.model.rewrite;

import java.util.SortedMap;

/**
 * What a resource makes Envoy hold, for quotas.
 *
 * @param bytes  length of the canonical bytes
 * @param counts by kind, such as {@code routes}, {@code endpoints}, {@code filterChains}, {@code regexes}; absent is 0
 */
public record Costs(long bytes, SortedMap<String, Long> counts) {

    /** The count of one kind. */
    public long of(String kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
