package mesh.warren.demo.app;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls its targets in turn until it is stopped, on one thread, and counts. HTTP calls alternate between a new connection
 * and a kept one; TCP calls take a new one each, since a server that ends rightly closes those that are idle. A pause of
 * 2 ms between two calls keeps forty such pods from being a load test.
 */
final class Caller {

    private static final long PAUSE_NANOS = 2_000_000;

    private final String pod;
    private Thread thread;
    private volatile boolean stopped;
    private CallReport report;

    Caller(String pod) {
        this.pod = pod;
        this.report = new CallReport(pod);
    }

    void start(List<String> urls) {
        stop();
        List<URI> targets = urls.stream().map(URI::create).toList();
        stopped = false;
        report = new CallReport(pod);
        thread = Thread.ofPlatform().daemon().name("caller").start(() -> call(targets));
    }

    /** Ends the calls and says what happened; the same again when nothing was started since. */
    String stop() {
        stopped = true;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
        return report.line();
    }

    private void call(List<URI> targets) {
        try (Call call = new Call()) {
            for (int i = 0; !stopped; i++) {
                URI target = targets.get(i % targets.size());
                try {
                    report.answered(call.once(target, target.getScheme().equals("tcp") || i % 4 < 2));
                } catch (IOException e) {
                    report.failed(target + ": " + e.getMessage());
                }
                if (i % 16 == 0) {
                    try {
                        report.loopbackAnswered(call.once(URI.create("tcp://127.0.0.1:" + PodApp.LOOPBACK_PORT), true));
                    } catch (IOException e) {
                        report.loopbackFailed(e.getMessage());
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
