package mesh.warren.agent.envoy;

import java.time.Duration;

/** How long to wait before Envoy is started again: not at all, unless it keeps dying soon after its start. */
final class Backoff {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private int quickDeaths;

    Duration afterDeath(Duration lived) {
        quickDeaths = lived.compareTo(SOON) < 0 ? quickDeaths + 1 : 0;
        if (quickDeaths <= 1) {
            return Duration.ZERO;
        }
        Duration pause = FIRST.multipliedBy(1L << Math.min(quickDeaths - 2, 10));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
