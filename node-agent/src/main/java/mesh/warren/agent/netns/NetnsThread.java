package mesh.warren.agent.netns;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import mesh.warren.model.id.NetnsId;

/**
 * Runs a task inside of a network namespace, on a platform thread that is made for it and dies with it: so no thread that
 * others use is ever in a pod's namespace, not even after an error. The caller waits; an interrupt does not stop the task,
 * and is kept for the caller. What the task opens (sockets) stays in the namespace after it.
 */
public final class NetnsThread {

    /** What is to be done inside; it may use {@code /proc/thread-self/net}, never {@code /proc/net}, which is the process's. */
    @FunctionalInterface
    public interface Task<T> {
        T run() throws IOException;
    }

    private interface Entrance {
        void enter() throws IOException;
    }

    private NetnsThread() {}

    /** Runs the task in the namespace at the path; the task's own exceptions come out as they are. */
    public static <T> T call(Path netns, Task<T> task) throws IOException {
        try (Netns open = Netns.open(netns)) {
            return call(open, task);
        }
    }

    /** The same, but only if the path still is the namespace that is meant. */
    public static <T> T call(Path netns, NetnsId expected, Task<T> task) throws IOException {
        try (Netns open = Netns.open(netns)) {
            if (!open.id().equals(expected)) {
                throw new IOException(netns + " is network namespace " + open.id() + " now, not " + expected
                        + ": the pod was replaced; use the new pod's path");
            }
            return call(open, task);
        }
    }

    /** Runs the task in an open namespace. */
    public static <T> T call(Netns netns, Task<T> task) throws IOException {
        return run("netns-" + netns.id().inode(), netns::enter, task);
    }

    /** Runs the task in a network namespace that is made for it, and is gone after it unless the task pins it. */
    public static <T> T callInNew(Task<T> task) throws IOException {
        return run("netns-new", Linux::unshare, task);
    }

    private static <T> T run(String name, Entrance entrance, Task<T> task) throws IOException {
        FutureTask<T> future = new FutureTask<>(() -> {
            entrance.enter();
            return task.run();
        });
        Thread.ofPlatform().name(name).daemon().start(future);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unwrapped(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException unwrapped(Throwable cause) {
        switch (cause) {
            case IOException e -> {
                return e;
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(cause);
        }
    }
}
