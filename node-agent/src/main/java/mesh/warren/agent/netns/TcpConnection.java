package mesh.warren.agent.netns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP connection as the kernel counts it ({@code struct tcp_info} of sock_diag(7)).
 *
 * @param cookie   the kernel's number for its socket, never given again
 * @param received bytes
 * @param sent     bytes that the other side has acknowledged
 * @param segments in both directions
 */
public record TcpConnection(long cookie, long received, long sent, long segments) {

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final byte IPPROTO_TCP = 6;
    private static final int TCP_LISTEN = 10;
    private static final int ALL_BUT_LISTENING = 0xfff & ~(1 << TCP_LISTEN);
    private static final int INFO = 2; // INET_DIAG_INFO
    private static final int REQUEST_SIZE = 56;
    private static final int ANSWER_SIZE = 72;
    private static final int INFO_SIZE = 144; // up to and with tcpi_segs_in

    /** Those of the calling thread's network namespace that were accepted at, or opened from, this port. */
    public static List<TcpConnection> here(int port) throws IOException {
        List<TcpConnection> connections = new ArrayList<>();
        try (Netlink netlink = new Netlink(Netlink.SOCK_DIAG)) {
            for (int family : new int[] {AF_INET, AF_INET6}) {
                for (Netlink.Message message : netlink.dump(Netlink.GET_SOCKETS_OF_FAMILY, request(family, port), ANSWER_SIZE)) {
                    ByteBuffer info = message.attributes().get(INFO);
                    if (info != null && info.limit() >= INFO_SIZE) {
                        connections.add(of(message.body(), info));
                    }
                }
            }
        }
        return connections;
    }

    private static TcpConnection of(ByteBuffer message, ByteBuffer info) {
        long cookie = Integer.toUnsignedLong(message.getInt(44)) | (long) message.getInt(48) << 32;
        long segments = Integer.toUnsignedLong(info.getInt(136)) + Integer.toUnsignedLong(info.getInt(140));
        return new TcpConnection(cookie, info.getLong(128), info.getLong(120), segments);
    }

    /** {@code struct inet_diag_req_v2}: the kernel leaves out what has another local port. */
    private static ByteBuffer request(int family, int port) {
        ByteBuffer request = ByteBuffer.allocate(REQUEST_SIZE).order(ByteOrder.nativeOrder());
        request.put(0, (byte) family).put(1, IPPROTO_TCP).put(2, (byte) (1 << INFO - 1)).putInt(4, ALL_BUT_LISTENING);
        request.duplicate().order(ByteOrder.BIG_ENDIAN).putShort(8, (short) port);
        return request;
    }
}
