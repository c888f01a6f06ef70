package mesh.warren.bench.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of one thing, done many times. Not thread-safe. */
final class Durations {

    private final List<Long> nanos = new ArrayList<>();

    void add(long nanoseconds) {
        nanos.add(nanoseconds);
    }

    int count() {
        return nanos.size();
    }

    /** By the nearest rank: the smallest time that this share of all is not above; milliseconds, one decimal. */
    String percentile(double share) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        int rank = Math.max(1, (int) Math.ceil(share / 100 * sorted.size()));
        return "%.1f".formatted(sorted.get(rank - 1) / 1e6);
    }
}
