package mesh.warren.agent.netns;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * netlink(7) of the calling thread's network namespace: rtnetlink(7) for interfaces, addresses, rules and routes, and
 * sock_diag(7) for sockets. Use it on a thread of {@link NetnsThread} and close it there.
 */
public final class Netlink implements AutoCloseable {

    /** Protocols. */
    public static final int ROUTE = 0;
    static final int SOCK_DIAG = 4;

    static final int GET_LINK = 18;
    static final int GET_ADDRESS = 22;
    static final int GET_SOCKETS_OF_FAMILY = 20;
    public static final int NEW_ROUTE = 24;
    public static final int DELETE_ROUTE = 25;
    public static final int GET_ROUTE = 26;
    public static final int NEW_RULE = 32;
    public static final int DELETE_RULE = 33;
    public static final int GET_RULE = 34;

    /** Refuse what is there already, and make what is not. */
    public static final int CREATE_EXCLUSIVE = 0x600;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int REQUEST = 1;
    private static final int ACK = 4;
    private static final int DUMP = 0x300;
    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int HEADER = 16;

    /**
     * One message of an answer.
     *
     * @param body       the fixed part behind the header, in the machine's byte order
     * @param attributes by type; of one that comes twice, the last
     */
    public record Message(ByteBuffer body, Map<Integer, ByteBuffer> attributes) {}

    private final int fd;
    private int sequence;

    /** @param protocol such as {@link #ROUTE} */
    public Netlink(int protocol) throws LinuxException {
        fd = Linux.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol, "of netlink");
    }

    /** Asks for all objects of a kind; {@code bodySize} is the fixed part's length, {@code family} its first byte. */
    public List<Message> dump(int type, int family, int bodySize) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(bodySize).order(ByteOrder.nativeOrder());
        body.put(0, (byte) family);
        return dump(type, body, bodySize);
    }

    /** Asks for all objects that a request describes; {@code bodySize} is the length of an answer's fixed part. */
    List<Message> dump(int type, ByteBuffer request, int bodySize) throws IOException {
        return exchange("netlink dump " + type, type, REQUEST | DUMP, request, bodySize);
    }

    /**
     * Makes a change and waits for the kernel's answer.
     *
     * @param what for the message of an exception
     * @param body the fixed part with its attributes, as {@link #attribute} writes them
     */
    public void change(String what, int type, int flags, ByteBuffer body) throws IOException {
        exchange("netlink " + what, type, REQUEST | ACK | flags, body, 0);
    }

    /** Writes one attribute of 32 bits. */
    public static void attribute(ByteBuffer into, int type, int value) {
        into.putShort((short) 8).putShort((short) type).putInt(value);
    }

    private List<Message> exchange(String what, int type, int flags, ByteBuffer body, int bodySize) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int length = HEADER + body.limit();
            MemorySegment request = arena.allocate(length, 4);
            ByteBuffer out = request.asByteBuffer().order(ByteOrder.nativeOrder());
            out.putInt(length).putShort((short) type).putShort((short) flags).putInt(++sequence).putInt(0).put(body.duplicate().rewind());
            Linux.send(fd, request, "to netlink");
            List<Message> messages = new ArrayList<>();
            MemorySegment buffer = arena.allocate(65536, 4);
            while (true) {
                int received = (int) Linux.recv(fd, buffer, "from netlink");
                ByteBuffer in = ByteBuffer.wrap(buffer.asSlice(0, received).toArray(ValueLayout.JAVA_BYTE)).order(ByteOrder.nativeOrder());
                if (read(what, in, bodySize, messages)) {
                    return messages;
                }
            }
        }
    }

    /** Whether the answer is complete. */
    private static boolean read(String what, ByteBuffer in, int bodySize, List<Message> messages) throws LinuxException {
        while (in.remaining() >= HEADER) {
            int start = in.position();
            int length = in.getInt(start);
            int type = in.getShort(start + 4);
            if (type == ERROR || type == DONE) {
                int error = length >= HEADER + 4 ? -in.getInt(start + HEADER) : 0;
                if (error > 0) {
                    throw new LinuxException(what, "in this network namespace", error);
                }
                return true;
            }
            messages.add(message(in.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder()), bodySize));
            in.position(Math.min(in.limit(), start + aligned(length)));
        }
        return false;
    }

    private static Message message(ByteBuffer payload, int bodySize) {
        Map<Integer, ByteBuffer> attributes = new HashMap<>();
        int at = aligned(bodySize);
        while (at + 4 <= payload.limit()) {
            int length = Short.toUnsignedInt(payload.getShort(at));
            if (length < 4) {
                break;
            }
            attributes.put(payload.getShort(at + 2) & 0x3fff, payload.slice(at + 4, length - 4).order(ByteOrder.nativeOrder()));
            at += aligned(length);
        }
        return new Message(payload.slice(0, bodySize).order(ByteOrder.nativeOrder()), attributes);
    }

    private static int aligned(int length) {
        return (length + 3) & ~3;
    }

    @Override
    public void close() throws LinuxException {
        Linux.close(fd);
    }
}
