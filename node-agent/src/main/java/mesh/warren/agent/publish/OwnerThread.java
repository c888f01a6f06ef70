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

/** A thread that owns a state: events in the order in which they came, and after each of them the work that follows from all. */
public final class OwnerThread implements AutoCloseable {

    private static final Logger LOG = System.getLogger(OwnerThread.class.getName());

    private final ScheduledExecutorService executor;
    private final AtomicInteger open = new AtomicInteger();
    private final Runnable work;

    /**
     * @param name of the thread
     * @param work that follows from each event
     */
    public OwnerThread(String name, Runnable work) {
        this.executor = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(name).factory());
        this.work = work;
    }

    /** Runs the event, then the work. Does nothing once closed. Any thread. */
    public void run(Runnable event) {
        open.incrementAndGet();
        submit(() -> {
            try {
                event.run();
                work.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, Thread.currentThread().getName() + " failed: the last good state stays", e);
            } finally {
                open.decrementAndGet();
            }
        });
    }

    /** As {@link #run}, later; {@link #idle} does not wait for it. */
    public void runAfter(Duration delay, Runnable event) {
        try {
            executor.schedule(() -> run(event), Math.max(1, delay.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "closed");
        }
    }

    /** An answer from the state that this thread owns. */
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
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
    public boolean idle() {
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
