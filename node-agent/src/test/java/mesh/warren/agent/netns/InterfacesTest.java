package mesh.warren.agent.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("node")
class InterfacesTest {

    private final TestNetwork network = new TestNetwork();

    @AfterEach
    void takeDown() throws IOException {
        network.close();
    }

    @Test
    void addressesOfBothFamiliesAreThoseOfTheNamespace() throws IOException {
        Path pod = network.pod("a", 11);
        Interfaces interfaces = NetnsThread.call(pod, Interfaces::here);
        assertTrue(interfaces.addresses().contains(new Interfaces.Address("eth0", InetAddress.ofLiteral("10.77.0.11"), 24)));
        assertTrue(interfaces.addresses().contains(new Interfaces.Address("eth0", InetAddress.ofLiteral("fd77::11"), 64)));
        assertTrue(interfaces.ipv6Usable());
    }

    @Test
    void ipv6IsNotUsableWhereItIsSwitchedOff() throws IOException {
        Path pod = network.pod("a", 11);
        TestNetwork.exec(pod, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
        assertFalse(NetnsThread.call(pod, Interfaces::here).ipv6Usable());
    }

    @Test
    void socketsThatListenAreSeenInTheirNamespaceOnly() throws IOException {
        Path a = network.namespace("a");
        Path b = network.namespace("b");
        InetSocketAddress ipv4 = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 15001);
        InetSocketAddress ipv6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), 15001);
        try (ServerSocketChannel one = NetnsThread.call(a, () -> ServerSocketChannel.open(StandardProtocolFamily.INET).bind(ipv4));
                ServerSocketChannel two = NetnsThread.call(a, () -> ServerSocketChannel.open(StandardProtocolFamily.INET6).bind(ipv6))) {
            assertTrue(one.isOpen() && two.isOpen());
            assertEquals(Set.of(ipv4, ipv6), NetnsThread.call(a, ListeningSockets::here));
            assertEquals(Set.of(ipv4, ipv6), NetnsThread.call(a, ListeningSockets::fromProc));
            assertEquals(Set.of(), NetnsThread.call(b, ListeningSockets::here));
        }
        assertEquals(Set.of(), NetnsThread.call(a, ListeningSockets::here));
    }
}
