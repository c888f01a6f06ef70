package mesh.warren.model.rewrite;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import mesh.warren.model.api.FieldClass;

/** Addresses that Envoy opens sockets for: an IP address, not a name that somebody would have to look up. */
final class Addresses {

    private static final int SOCKET_ADDRESS = 1;
    private static final int ADDRESS = 2;
    private static final int PORT = 3;

    private final Walk walk;
    private final Peek peek;

    Addresses(Walk walk, Peek peek) {
        this.walk = walk;
        this.peek = peek;
    }

    /** Checks an {@code Address} or a {@code SocketAddress}; pipes and the like are refused by their own rows. */
    void check(FieldPlan field, int from, int to) {
        String problem = problem(field, from, to);
        if (problem != null) {
            walk.report.refuse(Rule.ADDRESS, problem);
        }
    }

    /** Whether there is nothing to say to it. */
    boolean fine(FieldPlan field, int from, int to) {
        return problem(field, from, to) == null;
    }

    private String problem(FieldPlan field, int from, int to) {
        int socketFrom = from;
        int socketTo = to;
        if (field.address) {
            if (!peek.bytes(SOCKET_ADDRESS, from, to)) {
                return peek.bytes(2, from, to) || peek.bytes(3, from, to) ? null : "no socket_address";
            }
            socketFrom = peek.from;
            socketTo = peek.to;
        } else if (!field.socketAddress) {
            return null;
        }
        boolean named = peek.bytes(ADDRESS, socketFrom, socketTo);
        boolean byDns = field.rule == FieldClass.UPSTREAM_ADDRESS && walk.dns.inside();
        if (!named || !isIp(peek.from, peek.to) && !(byDns && isHost(peek.from, peek.to))) {
            return named ? walk.report.text(peek.from, peek.to) : "no address";
        }
        boolean port = field.rule != FieldClass.UPSTREAM_ADDRESS || peek.number(PORT, socketFrom, socketTo, 0) != 0;
        return port ? null : "no port_value";
    }

    /** Whether it is a name that can be looked up: labels of letters, digits, {@code -} and {@code _}. */
    private boolean isHost(int from, int to) {
        int label = 0;
        for (int i = from; i < to; i++) {
            int c = walk.source.bytes[i];
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (!letter && (c != '.' || label == 0) || letter && label == 63) {
                return false;
            }
            label = letter ? label + 1 : 0;
        }
        return to > from && to - from <= 253;
    }

    private boolean isIp(int from, int to) {
        return isIpv4(walk.source.bytes, from, to)
                || isIpv6(new String(walk.source.bytes, from, to - from, StandardCharsets.UTF_8));
    }

    /** Whether Envoy would take it as an IP address: four numbers, or IPv6 without brackets and zone. */
    static boolean isIp(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return isIpv4(bytes, 0, bytes.length) || isIpv6(text);
    }

    private static boolean isIpv6(String text) {
        if (text.indexOf(':') < 0 || text.length() > 45 || text.charAt(0) == '[' || text.indexOf('%') >= 0) {
            return false;
        }
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isIpv4(byte[] text, int from, int to) {
        int numbers = 0;
        int digits = 0;
        int value = 0;
        for (int i = from; i <= to; i++) {
            int c = i == to ? '.' : text[i];
            if (c == '.') {
                if (digits == 0 || value > 255) {
                    return false;
                }
                numbers++;
                digits = 0;
                value = 0;
            } else if (c >= '0' && c <= '9' && digits < 3 && !(digits == 1 && value == 0)) {
                digits++;
                value = value * 10 + c - '0';
            } else {
                return false;
            }
        }
        return numbers == 4;
    }
}
