package mesh.warren.agent.netns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which TCP addresses are listened on in a network namespace: what the kernel has, not what somebody was told to bind.
 */
public final class ListeningSockets {

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final byte IPPROTO_TCP = 6;
    private static final int TCP_LISTEN = 10;
    private static final int REQUEST_SIZE = 56;
    private static final int ANSWER_SIZE = 72;

    private ListeningSockets() {}

    /** Those of the calling thread's namespace; {@code NetnsThread.call(path, ListeningSockets::here)}. */
    public static Set<InetSocketAddress> here() throws IOException {
        try (Netlink netlink = new Netlink(Netlink.SOCK_DIAG)) {
            Set<InetSocketAddress> sockets = new LinkedHashSet<>();
            for (int family : new int[] {AF_INET, AF_INET6}) {
                for (Netlink.Message message : netlink.dump(Netlink.GET_SOCKETS_OF_FAMILY, request(family), ANSWER_SIZE)) {
                    sockets.add(socket(message.body()));
                }
            }
            return sockets;
        } catch (LinuxException e) {
            if (e.errno() != Linux.ENOENT) {
                throw e;
            }
            return fromProc(); // a kernel without tcp_diag
        }
    }

    /**
     * Those of the calling thread's namespace, with what tells one from another: for each address in the order in which they began
     * to listen. The kernel puts an IPv4 socket in front of those that share its address, and an IPv6 socket behind them.
     */
    public static List<ListeningSocket> inOrder() throws IOException {
        try (Netlink netlink = new Netlink(Netlink.SOCK_DIAG)) {
            List<ListeningSocket> sockets = new ArrayList<>();
            for (Netlink.Message message : netlink.dump(Netlink.GET_SOCKETS_OF_FAMILY, request(AF_INET), ANSWER_SIZE)) {
                sockets.addFirst(identified(message.body()));
            }
            for (Netlink.Message message : netlink.dump(Netlink.GET_SOCKETS_OF_FAMILY, request(AF_INET6), ANSWER_SIZE)) {
                sockets.add(identified(message.body()));
            }
            return sockets;
        }
    }

    /** The socket's cookie is in the machine's byte order, low word first; user and inode are at the end. */
    private static ListeningSocket identified(ByteBuffer message) throws IOException {
        long cookie = Integer.toUnsignedLong(message.getInt(44)) | (long) message.getInt(48) << 32;
        return new ListeningSocket(socket(message), message.getInt(64), Integer.toUnsignedLong(message.getInt(68)), cookie);
    }

    /** {@code struct inet_diag_req_v2}, for sockets that listen: the kernel keeps them apart, whereas /proc walks all there are. */
    private static ByteBuffer request(int family) {
        ByteBuffer request = ByteBuffer.allocate(REQUEST_SIZE).order(ByteOrder.nativeOrder());
        return request.put(0, (byte) family).put(1, IPPROTO_TCP).putInt(4, 1 << TCP_LISTEN);
    }

    /** {@code struct inet_diag_msg}: behind four bytes comes the socket's id, in network byte order. */
    private static InetSocketAddress socket(ByteBuffer message) throws IOException {
        byte[] address = new byte[message.get(0) == AF_INET ? 4 : 16];
        message.get(8, address);
        int port = Short.toUnsignedInt(message.duplicate().order(ByteOrder.BIG_ENDIAN).getShort(4));
        return new InetSocketAddress(InetAddress.getByAddress(address), port);
    }

    static Set<InetSocketAddress> fromProc() throws IOException {
        Set<InetSocketAddress> sockets = new LinkedHashSet<>(parse(Files.readAllLines(Path.of("/proc/thread-self/net/tcp"))));
        Path ipv6 = Path.of("/proc/thread-self/net/tcp6");
        if (Files.exists(ipv6)) {
            sockets.addAll(parse(Files.readAllLines(ipv6)));
        }
        return sockets;
    }

    /** Reads the lines of {@code /proc/net/tcp} (proc_pid_net(5)): the address is in 32-bit words of the machine's order. */
    static Set<InetSocketAddress> parse(List<String> lines) throws IOException {
        Set<InetSocketAddress> sockets = new LinkedHashSet<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.strip().split(" +");
            if (fields[3].equals("0A")) {
                int colon = fields[1].indexOf(':');
                int port = Integer.parseInt(fields[1].substring(colon + 1), 16);
                sockets.add(new InetSocketAddress(address(fields[1].substring(0, colon)), port));
            }
        }
        return sockets;
    }

    private static InetAddress address(String words) throws IOException {
        ByteBuffer printed = ByteBuffer.wrap(HexFormat.of().parseHex(words));
        ByteBuffer inOrder = ByteBuffer.allocate(printed.capacity()).order(ByteOrder.nativeOrder());
        while (printed.hasRemaining()) {
            inOrder.putInt(printed.getInt());
        }
        return InetAddress.getByAddress(inOrder.array());
    }
}
