package mesh.warren.agent.dns;

import java.util.function.LongSupplier;

/** Counts what one relay address asks against its limits. On the event loop. */
final class Admission {

    private static final long SECOND = 1_000_000_000L;

    private final RelayLimits limits;
    private final LongSupplier nanos;
    private double tokens;
    private long filled;
    private int inFlight;
    private long refused;

    /** @param nanos a clock that never goes back */
    Admission(RelayLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.tokens = limits.perSecond();
        this.filled = nanos.getAsLong();
    }

    /** @return whether a query may begin; if so, {@link #end} has to follow */
    boolean begin() {
        long now = nanos.getAsLong();
        tokens = Math.min(limits.perSecond(), tokens + (double) (now - filled) / SECOND * limits.perSecond());
        filled = now;
        if (tokens < 1 || inFlight >= limits.inFlight()) {
            refused++;
            return false;
        }
        tokens--;
        inFlight++;
        return true;
    }

    void end() {
        inFlight--;
    }

    /** How many were not let in. */
    long refused() {
        return refused;
    }
}
