package mesh.warren.agent.whole;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Long connections from one pod, all in use, and new ones beside them, until it is stopped. */
final class Traffic {

    private static final long PAUSE_NANOS = 5_000_000;

    private final AtomicLong answers = new AtomicLong();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private Traffic() {}

    /** @param each how many long connections to each target */
    static Traffic start(WholePod from, List<URI> targets, int each) throws IOException {
        Traffic traffic = new Traffic();
        for (URI target : targets) {
            for (int i = 0; i < each; i++) {
                LongConnection connection = from.connect(target);
                connection.ask();
                traffic.run(() -> traffic.useUntilLost(connection, target));
            }
            traffic.run(() -> traffic.callAgainAndAgain(from, target));
        }
        return traffic;
    }

    private void run(Runnable caller) {
        threads.add(Thread.ofPlatform().daemon().start(caller));
    }

    private void useUntilLost(LongConnection connection, URI target) {
        try (connection) {
            while (!stopped) {
                connection.ask();
                answers.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            lost.add(target + ": " + e);
        }
    }

    private void callAgainAndAgain(WholePod from, URI target) {
        while (!stopped) {
            try {
                from.call(target);
                answers.incrementAndGet();
            } catch (IOException e) {
                failed.add(target + ": " + e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Waits until this many more requests were answered. */
    void awaitAnswers(int more) throws IOException {
        long wanted = answers.get() + more;
        WholeNode.await(more + " more answers; lost " + lost + ", failed " + failed, () -> answers.get() >= wanted || !lost.isEmpty());
    }

    /**
     * What it came to.
     *
     * @param answers requests answered
     * @param lost    long connections that ended, with target and reason
     * @param failed  new connections without a right answer
     */
    record Outcome(long answers, List<String> lost, List<String> failed) {}

    Outcome stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return new Outcome(answers.get(), List.copyOf(lost), List.copyOf(failed));
    }
}
