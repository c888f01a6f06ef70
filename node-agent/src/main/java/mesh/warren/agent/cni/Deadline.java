package mesh.warren.agent.cni;

import java.time.Duration;

/**
 * A moment until which somebody waits.
 *
 * @param nanos on {@link System#nanoTime}'s clock
 */
public record Deadline(long nanos) {

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    public boolean passed() {
        return nanos - System.nanoTime() <= 0;
    }

    /** This one, or the other if that comes first. */
    public Deadline orSooner(Deadline other) {
        return nanos - other.nanos <= 0 ? this : other;
    }
}
