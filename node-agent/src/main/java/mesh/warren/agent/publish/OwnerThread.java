package mesh.warren.agent.publish;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The thread {@code publish}: events in the order in which they came, and after each of them the work that follows from all. */
final class OwnerThread implements AutoCloseable {

    private static final Logger LOG = System.getLogger(OwnerThread.class.getName());

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("publish").factory());
    private final AtomicInteger open = new AtomicInteger();
    private final Runnable work;

    OwnerThread(Runnable work) {
        this.work = work;
    }

    /** Runs the event, then the work. Does nothing once closed. Any thread. */
    void run(Runnable event) {
        open.incrementAndGet();
        submit(() -> {
            try {
                event.run();
                work.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the last good snapshot stays published", e);
            } finally {
                open.decrementAndGet();
            }
        });
    }

    /** As {@link #run}, later; {@link #idle} does not wait for it. */
    void runAfter(Duration delay, Runnable event) {
        try {
            executor.schedule(() -> run(event), Math.max(1, delay.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "closed");
        }
    }

    /** An answer from the state that this thread owns. */
    <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        submit(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** No event is left to be worked on. */
    boolean idle() {
        return open.get() == 0;
    }

    private void submit(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "closed");
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
