package mesh.warren.demo.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has been made and must be undone: in reverse order, going on after errors, and reporting them all. Register an undoing before or right after the
 * doing, so that a half-failed construction is undone too. For any thread.
 */
public final class Teardown implements AutoCloseable {

    /** Undoes one thing; it must not mind if the thing is gone already. */
    public interface Step {
        void run() throws Exception;
    }

    private record Named(String what, Step step) {}

    private final Deque<Named> steps = new ArrayDeque<>();

    /** Begins with nothing to undo. */
    public Teardown() {}

    /** @param what for the report, such as "network namespace warren-node-1" */
    public synchronized void later(String what, Step step) {
        steps.push(new Named(what, step));
    }

    /** Undoes everything, once. The exception names what stayed, with each cause as a suppressed one. */
    @Override
    public synchronized void close() throws IOException {
        IOException report = null;
        while (!steps.isEmpty()) {
            Named named = steps.pop();
            try {
                named.step().run();
            } catch (Exception failed) {
                if (failed instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                report = report == null ? new IOException("not torn down: " + named.what() + ": " + failed.getMessage())
                        : new IOException(report.getMessage() + "; " + named.what() + ": " + failed.getMessage(), report.getCause());
                report.addSuppressed(failed);
            }
        }
        if (report != null) {
            throw report;
        }
    }

    /** Undoes everything because of a failure, which is returned with what went wrong meanwhile. */
    public <X extends Exception> X because(X failure) {
        try {
            close();
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
        return failure;
    }
}
