package mesh.warren.agent.identity.authority;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When a certificate is asked for. At half of its life, give or take a tenth of that life, so that the pods of a node do not ask
 * all at once; after a failure later and later, up to a minute, give or take a half.
 */
final class Renewal {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final RandomGenerator random;
    private Instant due;
    private int failures;

    /** Due at once. */
    Renewal(RandomGenerator random, Instant now) {
        this.random = random;
        this.due = now;
    }

    Instant due() {
        return due;
    }

    /** A certificate is there, valid from about now until then. */
    void succeeded(Instant now, Instant until) {
        failures = 0;
        long life = Math.max(0, Duration.between(now, until).toMillis());
        due = now.plusMillis(life / 2 + jitter(life / 10));
    }

    void failed(Instant now) {
        long pause = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
        failures++;
        due = now.plusMillis(pause + jitter(pause / 2));
    }

    private long jitter(long most) {
        return most == 0 ? 0 : random.nextLong(-most, most + 1);
    }
}
