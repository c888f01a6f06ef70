package mesh.warren.agent.envoy;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A process by file descriptor (pidfd_open(2)): its end is seen at once, also when it is not a child of this JVM (the JDK
 * polls for those, up to 5 s apart), and a signal never hits a later process of the same number.
 */
final class Pidfd implements AutoCloseable {

    private static final long SYS_PIDFD_SEND_SIGNAL = 424; // the same number on all architectures
    private static final long SYS_PIDFD_OPEN = 434;
    private static final short POLLIN = 1;
    private static final long POLLFD_SIZE = 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle POLL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("poll"),
            FunctionDescriptor.of(JAVA_INT, ValueLayout.ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int fd;

    private Pidfd(int fd) {
        this.fd = fd;
    }

    /** @throws IOException when there is no such process */
    static Pidfd open(long pid) throws IOException {
        long fd = syscall(SYS_PIDFD_OPEN, pid, 0);
        if (fd < 0) {
            throw new IOException("there is no process " + pid);
        }
        return new Pidfd((int) fd);
    }

    /** Blocks the calling thread until the process has ended, or for this long; -1 is for ever. True: it has ended. */
    boolean awaitEnd(int millis) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pollfd = arena.allocate(POLLFD_SIZE, 4);
            pollfd.set(JAVA_INT, 0, fd);
            pollfd.set(JAVA_SHORT, 4, POLLIN);
            return (int) POLL.invokeExact(pollfd, 1L, millis) > 0;
        } catch (Throwable e) {
            throw new IllegalStateException("poll", e);
        }
    }

    /** False when it has ended already. */
    boolean signal(int signal) {
        return syscall(SYS_PIDFD_SEND_SIGNAL, fd, signal) == 0;
    }

    @Override
    public void close() {
        try {
            int ignored = (int) CLOSE.invokeExact(fd);
        } catch (Throwable e) {
            throw new IllegalStateException("close", e);
        }
    }

    private static long syscall(long number, long first, long second) {
        try {
            return (long) SYSCALL.invokeExact(number, first, second, 0L, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("syscall " + number, e);
        }
    }
}
