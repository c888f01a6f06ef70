package mesh.warren.bench.lanes;

/** Counts times in buckets 1.6 % wide, from a microsecond to an hour. Not thread-safe. */
final class Latencies {

    private static final int STEPS = 64;

    private final long[] buckets = new long[48 * STEPS];
    private long count;

    void add(long nanos) {
        buckets[bucket(Math.max(0, nanos))]++;
        count++;
    }

    long count() {
        return count;
    }

    /** In milliseconds: the upper end of the bucket that this share of all is not above. */
    double percentile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share / 100 * count));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= rank) {
                return upper(i) / 1e6;
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int power = 63 - Long.numberOfLeadingZeros(nanos) - 6;
        return (power + 1) * STEPS + (int) (nanos >>> power) - STEPS;
    }

    private static long upper(int bucket) {
        if (bucket < STEPS) {
            return bucket + 1;
        }
        int power = bucket / STEPS - 1;
        return (long) (bucket % STEPS + STEPS + 1) << power;
    }
}
