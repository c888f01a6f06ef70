package mesh.warren.model.quota;

import java.time.Duration;
import java.time.Instant;

/** A token bucket, as a value: how often something may happen, with a burst of one second's worth. */
public record Pace(int perSecond, double tokens, Instant filled) {

    /** A full one. */
    public static Pace full(int perSecond, Instant now) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("pace " + perSecond + ": want 1 at least");
        }
        return new Pace(perSecond, perSecond, now);
    }

    /** As it is later. A clock that goes back gives nothing. */
    public Pace at(Instant now) {
        double elapsed = Math.max(0, Duration.between(filled, now).toNanos() / 1e9);
        return new Pace(perSecond, Math.min(perSecond, tokens + elapsed * perSecond), now.isBefore(filled) ? filled : now);
    }

    public boolean allows() {
        return tokens >= 1;
    }

    /** After it happened once. */
    public Pace taken() {
        return new Pace(perSecond, tokens - 1, filled);
    }

    /** How long until it is allowed. */
    public Duration untilAllowed() {
        return allows() ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * 1e9));
    }
}
