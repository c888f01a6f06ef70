package mesh.warren.model.rewrite;

import java.util.Set;

/** Which socket options a tenant may set (Linux's numbers for level and name). */
final class SocketOptions {

    private static final int LEVEL = 2;
    private static final int NAME = 3;
    private static final int BUF_VALUE = 5;

    private static final long SOL_SOCKET = 1;
    private static final long IPPROTO_TCP = 6;
    /** SO_KEEPALIVE. */
    private static final Set<Long> OF_SOCKET = Set.of(9L);
    /** TCP_NODELAY, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_USER_TIMEOUT. */
    private static final Set<Long> OF_TCP = Set.of(1L, 4L, 5L, 6L, 18L);

    private SocketOptions() {}

    static void check(Walk walk, Peek peek, int from, int to) {
        long level = peek.number(LEVEL, from, to, 0);
        long name = peek.number(NAME, from, to, 0);
        boolean known = level == SOL_SOCKET && OF_SOCKET.contains(name) || level == IPPROTO_TCP && OF_TCP.contains(name);
        if (!known || peek.bytes(BUF_VALUE, from, to)) {
            walk.report.refuse(Rule.SOCKET_OPTION, "level " + level + " name " + name);
        }
    }
}
