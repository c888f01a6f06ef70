package mesh.warren.agent.upstream.connect;

import java.time.Duration;

/** So many streams begin at once, the others one after the other: hundreds that come together do not hit the server together. For one thread. */
public final class Pace {

    private final long step;
    private final long credit;
    private long next;

    /**
     * @param step  between two
     * @param burst how many need not wait
     * @param now   {@link System#nanoTime}
     */
    public Pace(Duration step, int burst, long now) {
        this.step = step.toNanos();
        this.credit = this.step * burst;
        this.next = now - credit;
    }

    /** Takes the next place; how long to wait for it, in nanoseconds. */
    public long take(long now) {
        next = Math.max(next + step, now - credit);
        return Math.max(0, next - now);
    }
}
