package mesh.warren.demo.report;

import java.io.PrintStream;
import java.time.Duration;

/** Progress lines with the time since the start: {@code [  3.2 s] 5 pods}. */
public final class Progress {

    private final PrintStream out;
    private final long start = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
    }

    public void say(String format, Object... arguments) {
        Duration since = Duration.ofNanos(System.nanoTime() - start);
        out.printf("[%5.1f s] %s%n", since.toMillis() / 1000.0, String.format(format, arguments));
        out.flush();
    }
}
