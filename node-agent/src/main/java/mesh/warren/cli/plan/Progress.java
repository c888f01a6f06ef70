package mesh.warren.cli.plan;

import java.io.PrintWriter;
import java.nio.file.Path;

/** Progress on standard error: at most a line a second, nothing for what is done at once. */
final class Progress {

    private static final long INTERVAL_NANOS = 1_000_000_000;

    private final PrintWriter err;
    private long last = System.nanoTime();
    private boolean spoken;

    Progress(PrintWriter err) {
        this.err = err;
    }

    void at(int done, int of, Path path) {
        if (System.nanoTime() - last > INTERVAL_NANOS) {
            line("%d of %d sidecars read, the last %s".formatted(done, of, path));
        }
    }

    /** What comes next, if there was something to wait for so far. */
    void say(String what) {
        if (spoken) {
            line(what);
        }
    }

    /** In any case. */
    void line(String what) {
        err.println("warren plan: " + what);
        err.flush();
        last = System.nanoTime();
        spoken = true;
    }

    void end() {
        err.flush();
    }
}
