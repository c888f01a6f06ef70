package mesh.warren.agent.upstream;

/** How fast one server's stream may bring responses: bursts yes, a flood no. For one thread. */
final class Inflow {

    private static final long STEP_NANOS = 20_000_000;
    private static final long BURST_NANOS = 100 * STEP_NANOS;

    private long next = Long.MIN_VALUE;

    /** Takes the next place; how long to wait for it, in nanoseconds. */
    long take(long now) {
        next = next == Long.MIN_VALUE ? now - BURST_NANOS : Math.max(next + STEP_NANOS, now - BURST_NANOS);
        return Math.max(0, next - now);
    }
}
