package mesh.warren.agent.upstream.connect;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits before trying again: random between nothing and a limit that doubles ("full jitter"), so that those who failed together
 * do not come back together.
 *
 * @param first  limit of the first wait
 * @param most   no limit is higher
 * @param random where chance comes from
 */
public record FullJitter(Duration first, Duration most, RandomGenerator random) {

    private static final int MOST_DOUBLINGS = 20;

    /** @param failures in a row before this wait, from 0 */
    public Duration afterFailures(int failures) {
        long limit = Math.min(most.toNanos(), first.toNanos() << Math.min(failures, MOST_DOUBLINGS));
        return Duration.ofNanos(random.nextLong(Math.max(1, limit)));
    }
}
