package mesh.warren.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mesh.warren.agent.netns.Linux;
import mesh.warren.agent.netns.LinuxException;
import mesh.warren.agent.netns.Netlink;
import mesh.warren.model.capture.CapturePlan;
import mesh.warren.model.capture.Family;

/**
 * Brings the application's answers to a client's address back to Envoy, which connected from that address. Envoy's socket
 * carries a mark; the application's accepted socket takes it over from the SYN ({@code tcp_fwmark_accept}), so that its
 * answers, the first included, carry it too; a port that nobody serves answers with it as well ({@code fwmark_reflect}; else
 * Envoy would wait for its time-out); and what carries it is routed to the pod itself. Marks end at the pod's interface:
 * nobody outside can set one. Acts in the calling thread's network namespace.
 */
final class TransparentRouting {

    private static final Path SYSCTLS = Path.of("/proc/sys/net");

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int LOOPBACK_INDEX = 1;
    private static final int FRA_PRIORITY = 6;
    private static final int FRA_FWMARK = 10;
    private static final int FRA_TABLE = 15;
    private static final int FRA_FWMASK = 16;
    private static final byte FR_ACT_TO_TABLE = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_TABLE = 15;
    private static final byte RTPROT_STATIC = 4;
    private static final byte RT_SCOPE_HOST = (byte) 254;
    private static final byte RTN_LOCAL = 2;

    private TransparentRouting() {}

    static void apply(Set<Family> families) throws IOException {
        for (String sysctl : sysctls(families)) {
            Files.writeString(SYSCTLS.resolve(sysctl), "1");
        }
        try (Netlink netlink = new Netlink(Netlink.ROUTE)) {
            for (Family family : families) {
                change(netlink, "new rule for mark", Netlink.NEW_RULE, Netlink.CREATE_EXCLUSIVE, rule(number(family)), Linux.EEXIST);
                change(netlink, "new route for mark", Netlink.NEW_ROUTE, Netlink.CREATE_EXCLUSIVE, route(number(family)), Linux.EEXIST);
            }
        }
    }

    /** Takes rules and routes of both families away; the sysctls stay, since without the rules they change no path. */
    static void remove() throws IOException {
        try (Netlink netlink = new Netlink(Netlink.ROUTE)) {
            for (int family : new int[] {AF_INET, AF_INET6}) {
                change(netlink, "delete rule for mark", Netlink.DELETE_RULE, 0, rule(family), Linux.ENOENT);
                change(netlink, "delete route for mark", Netlink.DELETE_ROUTE, 0, route(family), Linux.ESRCH);
            }
        }
    }

    /** What is missing, in words; empty when all is there. */
    static String missing(Set<Family> families) throws IOException {
        for (String sysctl : sysctls(families)) {
            if (!Files.readString(SYSCTLS.resolve(sysctl)).strip().equals("1")) {
                return "net/" + sysctl + " is not 1";
            }
        }
        try (Netlink netlink = new Netlink(Netlink.ROUTE)) {
            for (Family family : families) {
                boolean rule = netlink.dump(Netlink.GET_RULE, number(family), 12).stream().anyMatch(message ->
                        value(message, FRA_FWMARK) == CapturePlan.TRANSPARENT_MARK
                                && value(message, FRA_TABLE) == CapturePlan.TRANSPARENT_TABLE);
                if (!rule) {
                    return family + ": no rule for mark " + CapturePlan.TRANSPARENT_MARK;
                }
                boolean route = netlink.dump(Netlink.GET_ROUTE, number(family), 12).stream().anyMatch(message ->
                        value(message, RTA_TABLE) == CapturePlan.TRANSPARENT_TABLE
                                && message.body().get(7) == RTN_LOCAL && message.body().get(1) == 0);
                if (!route) {
                    return family + ": no local route in table " + CapturePlan.TRANSPARENT_TABLE;
                }
            }
        }
        return "";
    }

    /** The first one is for both families, despite its place. */
    private static List<String> sysctls(Set<Family> families) {
        List<String> sysctls = new ArrayList<>(List.of("ipv4/tcp_fwmark_accept"));
        families.forEach(family -> sysctls.add(family == Family.IPV4 ? "ipv4/fwmark_reflect" : "ipv6/fwmark_reflect"));
        return sysctls;
    }

    private static void change(Netlink netlink, String what, int type, int flags, ByteBuffer body, int harmless) throws IOException {
        try {
            netlink.change(what, type, flags, body);
        } catch (LinuxException e) {
            // No IPv6 in this kernel: then there is nothing to remove either.
            boolean nothingThere = flags == 0 && (e.errno() == Linux.EAFNOSUPPORT || e.errno() == Linux.EOPNOTSUPP);
            if (e.errno() != harmless && !nothingThere) {
                throw e;
            }
        }
    }

    /** {@code struct fib_rule_hdr} and its attributes. */
    private static ByteBuffer rule(int family) {
        ByteBuffer body = ByteBuffer.allocate(12 + 4 * 8).order(ByteOrder.nativeOrder());
        body.put((byte) family).position(7);
        body.put(FR_ACT_TO_TABLE).putInt(0);
        Netlink.attribute(body, FRA_PRIORITY, CapturePlan.TRANSPARENT_TABLE);
        Netlink.attribute(body, FRA_FWMARK, CapturePlan.TRANSPARENT_MARK);
        Netlink.attribute(body, FRA_FWMASK, -1);
        Netlink.attribute(body, FRA_TABLE, CapturePlan.TRANSPARENT_TABLE);
        return body.flip();
    }

    /** {@code struct rtmsg} and its attributes: {@code local default dev lo table 1337}. */
    private static ByteBuffer route(int family) {
        ByteBuffer body = ByteBuffer.allocate(12 + 2 * 8).order(ByteOrder.nativeOrder());
        body.put((byte) family).position(5);
        body.put(RTPROT_STATIC).put(RT_SCOPE_HOST).put(RTN_LOCAL).putInt(0);
        Netlink.attribute(body, RTA_OIF, LOOPBACK_INDEX);
        Netlink.attribute(body, RTA_TABLE, CapturePlan.TRANSPARENT_TABLE);
        return body.flip();
    }

    private static int value(Netlink.Message message, int attribute) {
        ByteBuffer value = message.attributes().get(attribute);
        return value == null ? 0 : value.getInt(0);
    }

    private static int number(Family family) {
        return family == Family.IPV4 ? AF_INET : AF_INET6;
    }
}
