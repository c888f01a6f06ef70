package mesh.warren.agent.netns;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls that the agent needs and the JDK lacks, by libc through {@code java.lang.foreign}. Each throws
 * {@link LinuxException} when the kernel refuses. {@link #setns} and {@link #unshare} act on the calling thread alone: call
 * them on a thread of {@link NetnsThread} only.
 */
public final class Linux {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EBADF = 9;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOTTY = 25;
    public static final int ENOSPC = 28;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;

    public static final int CLONE_NEWNET = 0x40000000;
    public static final long MS_BIND = 4096;
    public static final long MS_SHARED = 1 << 20;
    public static final int MNT_DETACH = 2;

    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final long NS_GET_NSTYPE = 0xb703;
    private static final long NSFS_MAGIC = 0x6e736673;
    /** Bytes enough for {@code struct statfs} on every 64-bit Linux; its first field is {@code f_type}. */
    private static final long STATFS_SIZE = 256;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final VarHandle ERRNO = Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle OPEN = bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), -1);
    private static final MethodHandle IOCTL = bind("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG), 2);
    private static final MethodHandle FSTATFS = bind("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS), -1);
    private static final MethodHandle SETNS = bind("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), -1);
    private static final MethodHandle UNSHARE = bind("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT), -1);
    private static final MethodHandle MOUNT = bind("mount",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS), -1);
    private static final MethodHandle UMOUNT2 = bind("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), -1);
    private static final MethodHandle SOCKET = bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), -1);
    private static final MethodHandle SYSCALL = bind("syscall", FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), 1);
    private static final MethodHandle SETSOCKOPT = bind("setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), -1);
    private static final MethodHandle SEND = bind("send",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), -1);
    private static final MethodHandle RECV = bind("recv",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), -1);

    private Linux() {}

    /** Opens for reading, closed on exec; the caller closes. */
    public static int open(String path) throws LinuxException {
        return (int) call("open", path, (arena, state) -> (int) OPEN.invokeExact(state, arena.allocateFrom(path), O_RDONLY_CLOEXEC));
    }

    public static void close(int fd) throws LinuxException {
        call("close", "descriptor " + fd, (arena, state) -> (int) CLOSE.invokeExact(state, fd));
    }

    /** Whether the open file is a network namespace, and not another kind of namespace or of file. */
    static boolean isNetworkNamespace(int fd, String path) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statfs = arena.allocate(STATFS_SIZE, 8);
            call("fstatfs", path, (a, state) -> (int) FSTATFS.invokeExact(state, fd, statfs));
            if (statfs.get(JAVA_LONG, 0) != NSFS_MAGIC) {
                return false;
            }
        }
        return call("ioctl NS_GET_NSTYPE", path, (a, state) -> (int) IOCTL.invokeExact(state, fd, NS_GET_NSTYPE)) == CLONE_NEWNET;
    }

    /** Moves the calling thread into the network namespace of the open file; {@code path} is for the message only. */
    static void setns(int fd, String path) throws LinuxException {
        call("setns", path, (arena, state) -> (int) SETNS.invokeExact(state, fd, CLONE_NEWNET));
    }

    /** Moves the calling thread into a new network namespace. */
    static void unshare() throws LinuxException {
        call("unshare", "a new network namespace", (arena, state) -> (int) UNSHARE.invokeExact(state, CLONE_NEWNET));
    }

    /** mount(2) without file system type and data: bind mounts and changes of propagation. */
    static void mount(String source, String target, long flags) throws LinuxException {
        call("mount", source.equals(target) ? target : source + " on " + target, (arena, state) -> (int) MOUNT.invokeExact(
                state, arena.allocateFrom(source), arena.allocateFrom(target), arena.allocateFrom("none"), flags, MemorySegment.NULL));
    }

    static void umount2(String target, int flags) throws LinuxException {
        call("umount2", target, (arena, state) -> (int) UMOUNT2.invokeExact(state, arena.allocateFrom(target), flags));
    }

    static int socket(int domain, int type, int protocol, String what) throws LinuxException {
        return (int) call("socket", what, (arena, state) -> (int) SOCKET.invokeExact(state, domain, type, protocol));
    }

    static void send(int fd, MemorySegment message, String what) throws LinuxException {
        call("send", what, (arena, state) -> (long) SEND.invokeExact(state, fd, message, message.byteSize(), 0));
    }

    static long recv(int fd, MemorySegment buffer, String what) throws LinuxException {
        return call("recv", what, (arena, state) -> (long) RECV.invokeExact(state, fd, buffer, buffer.byteSize(), 0));
    }

    /**
     * A system call by its number, for those without a function in libc; {@code name} and {@code subject} are for the message.
     * Pointers are addresses of native memory that lives during the call.
     */
    public static long syscall(String name, String subject, long number, long a, long b, long c, long d) throws LinuxException {
        return call(name, subject, (arena, state) -> (long) SYSCALL.invokeExact(state, number, a, b, c, d));
    }

    /** setsockopt(2) of an option that is an int. */
    public static void setsockopt(int fd, int level, int option, int value, String what) throws LinuxException {
        call("setsockopt", what, (arena, state) ->
                (int) SETSOCKOPT.invokeExact(state, fd, level, option, arena.allocateFrom(JAVA_INT, value), Integer.BYTES));
    }

    private interface Invocation {
        long invoke(Arena arena, MemorySegment state) throws Throwable;
    }

    private static long call(String name, String subject, Invocation invocation) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            long result = invocation.invoke(arena, state);
            if (result < 0) {
                throw new LinuxException(name, subject, (int) ERRNO.get(state, 0L));
            }
            return result;
        } catch (LinuxException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static MethodHandle bind(String name, FunctionDescriptor descriptor, int firstVariadic) {
        MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
        Linker.Option errno = Linker.Option.captureCallState("errno");
        return firstVariadic < 0
                ? LINKER.downcallHandle(symbol, descriptor, errno)
                : LINKER.downcallHandle(symbol, descriptor, errno, Linker.Option.firstVariadicArg(firstVariadic));
    }
}
