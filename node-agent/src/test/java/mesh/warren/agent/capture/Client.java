package mesh.warren.agent.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mesh.warren.agent.netns.NetnsThread;

/** Connects from inside of a namespace, with or without a mark, and returns the banner but for the port; plain sockets, since Java sets no mark. */
final class Client {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET = bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            bind("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CONNECT = bind("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV = bind("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int SO_MARK = 36;

    private Client() {}

    /** What the other side says, or {@code refused} when there is no connection. */
    static String connect(Path netns, String address, int port) throws IOException {
        return connect(netns, 0, address, port);
    }

    static String connect(Path netns, int mark, String address, int port) throws IOException {
        return NetnsThread.call(netns, () -> {
            try {
                return talk(mark, InetAddress.ofLiteral(address), port);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String talk(int mark, InetAddress address, int port) throws Throwable {
        boolean ipv4 = address.getAddress().length == 4;
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) SOCKET.invokeExact(ipv4 ? 2 : 10, 1, 0);
            try {
                if (mark != 0 && (int) SETSOCKOPT.invokeExact(fd, SOL_SOCKET, SO_MARK, arena.allocateFrom(JAVA_INT, mark), 4) != 0) {
                    throw new IOException("SO_MARK: needs CAP_NET_ADMIN");
                }
                MemorySegment deadline = arena.allocateFrom(JAVA_LONG, 2L, 0L); // seconds, microseconds
                if ((int) SETSOCKOPT.invokeExact(fd, SOL_SOCKET, SO_RCVTIMEO, deadline, 16) != 0
                        || (int) SETSOCKOPT.invokeExact(fd, SOL_SOCKET, SO_SNDTIMEO, deadline, 16) != 0) {
                    throw new IOException("SO_RCVTIMEO");
                }
                MemorySegment to = address(arena, address, port, ipv4);
                if ((int) CONNECT.invokeExact(fd, to, (int) to.byteSize()) != 0) {
                    return "refused";
                }
                MemorySegment buffer = arena.allocate(256);
                int received = (int) (long) RECV.invokeExact(fd, buffer, 256L, 0);
                String banner = received <= 0 ? "silence" : new String(buffer.asSlice(0, received).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
                return banner.replaceFirst(" [0-9]+$", "");
            } finally {
                int closed = (int) CLOSE.invokeExact(fd);
            }
        }
    }

    /** {@code struct sockaddr_in} or {@code sockaddr_in6}. */
    private static MemorySegment address(Arena arena, InetAddress address, int port, boolean ipv4) {
        MemorySegment out = arena.allocate(ipv4 ? 16 : 28, 4);
        ByteBuffer bytes = out.asByteBuffer().order(ByteOrder.nativeOrder());
        bytes.putShort((short) (ipv4 ? 2 : 10)).put((byte) (port >> 8)).put((byte) port);
        bytes.position(ipv4 ? 4 : 8).put(address.getAddress());
        return out;
    }

    private static MethodHandle bind(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }
}
