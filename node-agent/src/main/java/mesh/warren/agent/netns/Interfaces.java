package mesh.warren.agent.netns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The interfaces of one network namespace and their addresses, as the kernel had them at one moment.
 *
 * @param links     in the kernel's order
 * @param addresses in the kernel's order, IPv4 first
 */
public record Interfaces(List<Link> links, List<Address> addresses) {

    private static final int NEW_LINK = 16;
    private static final int IFF_UP = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;

    /**
     * @param index the kernel's number of it in this namespace; loopback is 1
     * @param up    whether it is set up
     */
    public record Link(int index, String name, boolean up) {}

    /**
     * @param link   name of the interface that has it
     * @param prefix length of its network, in bits
     */
    public record Address(String link, InetAddress address, int prefix) {}

    /** Those of the calling thread's namespace; {@code NetnsThread.call(path, Interfaces::here)}. */
    public static Interfaces here() throws IOException {
        try (Netlink netlink = new Netlink(Netlink.ROUTE)) {
            List<Link> links = new ArrayList<>();
            Map<Integer, String> names = new HashMap<>();
            for (Netlink.Message message : netlink.dump(Netlink.GET_LINK, 0, 16)) {
                int index = message.body().getInt(4);
                String name = text(message.attributes().get(IFLA_IFNAME));
                names.put(index, name);
                links.add(new Link(index, name, (message.body().getInt(8) & IFF_UP) != 0));
            }
            List<Address> addresses = new ArrayList<>();
            for (Netlink.Message message : netlink.dump(Netlink.GET_ADDRESS, 0, 8)) {
                // Of a point-to-point link, IFA_ADDRESS is the peer's; IPv6 has no IFA_LOCAL.
                ByteBuffer bytes = message.attributes().getOrDefault(IFA_LOCAL, message.attributes().get(IFA_ADDRESS));
                addresses.add(new Address(names.get(message.body().getInt(4)), address(bytes), message.body().get(1)));
            }
            return new Interfaces(List.copyOf(links), List.copyOf(addresses));
        }
    }

    /** Sets the loopback of the calling thread's namespace up. */
    static void loopbackUp() throws IOException {
        ByteBuffer body = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        body.putInt(4, 1).putInt(8, IFF_UP).putInt(12, IFF_UP); // ifinfomsg (rtnetlink(7)): loopback is the first; the flag and what to change
        try (Netlink netlink = new Netlink(Netlink.ROUTE)) {
            netlink.change("set loopback up", NEW_LINK, 0, body);
        }
    }

    /** Whether the outbound door can be bound at {@code ::1}; without it IPv6 is off in this namespace, or for its loopback. */
    public boolean ipv6Usable() {
        return addresses.stream().anyMatch(address -> address.link().equals("lo")
                && address.address().equals(InetAddress.ofLiteral("::1")));
    }

    private static InetAddress address(ByteBuffer bytes) throws IOException {
        byte[] raw = new byte[bytes.remaining()];
        bytes.duplicate().get(raw);
        return InetAddress.getByAddress(raw);
    }

    private static String text(ByteBuffer zeroTerminated) {
        byte[] raw = new byte[zeroTerminated.remaining() - 1];
        zeroTerminated.duplicate().get(raw);
        return new String(raw, StandardCharsets.UTF_8);
    }
}
