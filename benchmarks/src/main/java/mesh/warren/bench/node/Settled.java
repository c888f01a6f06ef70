package mesh.warren.bench.node;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import mesh.warren.bench.process.Figures;

/** Waits until memory is what it stays. */
public final class Settled {

    private static final int MOST_LOOKS = 40;
    private static final int STILL = 4;

    private Settled() {}

    /** Looked at every quarter of a second until four looks in turn differ by less than 0.5 %, for ten seconds at most. */
    public static Figures of(long pid) throws IOException {
        Figures before = Figures.of(pid);
        int same = 0;
        for (int look = 0; look < MOST_LOOKS && same < STILL; look++) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            Figures now = Figures.of(pid);
            same = Math.abs(now.privateDirty() - before.privateDirty()) * 200 < now.privateDirty() ? same + 1 : 0;
            before = now;
        }
        return before;
    }
}
