package mesh.warren.agent.attacks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import mesh.warren.agent.whole.LongConnection;
import mesh.warren.agent.whole.Web;
import mesh.warren.agent.whole.WholeNode;
import mesh.warren.agent.whole.WholePod;

/** A pod that asks its Service all the time: on long connections and on new ones, HTTP and plain TCP. Its requests are counted for each attack. */
final class Victim {

    private static final long PAUSE_NANOS = 4_000_000;
    private static final int LEAST = 50;

    /** What happened to the victim during one attack. */
    static final class Window {

        private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
        private final Queue<String> failed = new ConcurrentLinkedQueue<>();

        long answers() {
            return nanos.size();
        }

        List<String> failed() {
            return List.copyOf(failed);
        }

        /** Milliseconds that this part of the requests took at most. */
        double millis(double part) {
            List<Long> sorted = nanos.stream().sorted().toList();
            return sorted.isEmpty() ? Double.NaN : sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * part))) / 1e6;
        }
    }

    private final WholePod pod;
    private final List<Thread> threads = new ArrayList<>();
    private volatile Window window = new Window();
    private volatile boolean stopped;

    private Victim(WholePod pod) {
        this.pod = pod;
    }

    static Victim start(WholePod pod) throws IOException {
        Victim victim = new Victim(pod);
        for (URI target : List.of(Web.HTTP, Web.LINE)) {
            LongConnection connection = pod.connect(target);
            connection.ask();
            victim.run(() -> victim.useOne(connection, target));
            victim.run(() -> victim.useMany(target));
        }
        return victim;
    }

    private void run(Runnable caller) {
        threads.add(Thread.ofPlatform().daemon().start(caller));
    }

    private void useOne(LongConnection first, URI target) {
        LongConnection connection = first;
        while (!stopped) {
            try {
                long start = System.nanoTime();
                connection.ask();
                window.nanos.add(System.nanoTime() - start);
            } catch (IOException e) {
                window.failed.add("long connection to " + target + ": " + e);
                connection = again(target, connection);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private LongConnection again(URI target, LongConnection lost) {
        try {
            lost.close();
            return pod.connect(target);
        } catch (IOException e) {
            return lost;
        }
    }

    private void useMany(URI target) {
        while (!stopped) {
            try {
                long start = System.nanoTime();
                pod.call(target);
                window.nanos.add(System.nanoTime() - start);
            } catch (IOException e) {
                window.failed.add("new connection to " + target + ": " + e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Counts from now on in a new window. */
    Window begin() {
        Window fresh = new Window();
        window = fresh;
        return fresh;
    }

    /** Waits until enough was asked in it to say something. */
    static void awaitEnough(Window window) throws IOException {
        WholeNode.await("the victim has asked " + LEAST + " times", () -> window.answers() + window.failed().size() >= LEAST);
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
