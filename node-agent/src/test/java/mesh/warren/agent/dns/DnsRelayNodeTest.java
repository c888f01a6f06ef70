package mesh.warren.agent.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.netns.Netns;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.netns.TestNetwork;
import mesh.warren.agent.netns.VoidNetns;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay in a void of its own, with pods whose name servers are on their own loopback. */
@Tag("node")
class DnsRelayNodeTest {

    @TempDir
    Path folder;

    private final TestNetwork network = new TestNetwork();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private Pins pins;
    private VoidNetns nothing;
    private DnsRelayServer relay;

    @BeforeEach
    void start() throws IOException {
        pins = Pins.in(folder);
        nothing = VoidNetns.findOrCreate(pins);
        nothing.loopbackUp();
        relay = relay(RelayLimits.DEFAULT);
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        pins.destroy();
        network.close();
    }

    @Test
    void eachTenantsNamesAreLookedUpFromItsOwnPod() throws Exception {
        PodRecord a = pod("shop", "a");
        PodRecord b = pod("bank", "b");
        try (NameServer ofA = new NameServer(group, a.pin()); NameServer ofB = new NameServer(group, b.pin())) {
            ofA.has("web.shop.svc.cluster.local.", "10.1.0.1", "10.1.0.2");
            ofB.has("web.bank.svc.cluster.local.", "10.2.0.1");
            assertEquals(List.of("10.1.0.1", "10.1.0.2"), ask(relay.of(a), "web"));
            assertEquals(List.of("10.2.0.1"), ask(relay.of(b), "web"));
            assertEquals(List.of("web.shop.svc.cluster.local."), ofA.asked());
            assertEquals(List.of("web.bank.svc.cluster.local."), ofB.asked());
        }
    }

    @Test
    void anAddressIsTheTenantsAgainAfterARestart() throws Exception {
        PodRecord a = pod("shop", "a");
        InetSocketAddress before = relay.of(a);
        InetSocketAddress other = relay.of(pod("bank", "b"));
        assertNotEquals(before, other);
        relay.close();
        relay = relay(RelayLimits.DEFAULT);
        assertEquals(other, relay.of(pod("bank", "b2")));
        assertEquals(before, relay.of(a));
    }

    @Test
    void whenAPodLeavesAnotherOfTheTenantAsks() throws Exception {
        PodRecord first = pod("shop", "first");
        PodRecord second = pod("shop", "second");
        InetSocketAddress address = relay.of(first);
        assertEquals(address, relay.of(second));
        try (NameServer ofSecond = new NameServer(group, second.pin())) {
            ofSecond.has("web.shop.svc.cluster.local.", "10.1.0.9");
            relay.pods(snapshot(second));
            assertEquals(List.of("10.1.0.9"), ask(address, "web"));
        }
    }

    @Test
    void whenTheLastPodLeavesNobodyAnswersAnyMore() throws Exception {
        PodRecord pod = pod("shop", "a");
        InetSocketAddress address = relay.of(pod);
        relay.pods(RegistrySnapshot.EMPTY);
        assertThrows(UnknownHostException.class, () -> ask(address, "web"));
    }

    @Test
    void aNameThatDoesNotExistIsToldAsSuchAfterAllCandidates() throws Exception {
        PodRecord pod = pod("shop", "a");
        try (NameServer server = new NameServer(group, pod.pin())) {
            assertThrows(UnknownHostException.class, () -> ask(relay.of(pod), "nobody"));
            assertEquals(List.of("nobody.shop.svc.cluster.local.", "nobody.svc.cluster.local.", "nobody.cluster.local.", "nobody."),
                    server.asked().stream().distinct().toList());
        }
    }

    @Test
    void aTenantThatAsksTooMuchIsRefusedAndAnotherIsNot() throws Exception {
        relay.close();
        relay = relay(new RelayLimits(3, 10));
        PodRecord loud = pod("loud", "a");
        PodRecord quiet = pod("quiet", "b");
        try (NameServer ofLoud = new NameServer(group, loud.pin()); NameServer ofQuiet = new NameServer(group, quiet.pin())) {
            ofLoud.has("web.loud.svc.cluster.local.", "10.1.0.1");
            ofQuiet.has("web.quiet.svc.cluster.local.", "10.2.0.1");
            InetSocketAddress address = relay.of(loud);
            assertThrows(UnknownHostException.class, () -> {
                for (int i = 0; i < 50; i++) {
                    ask(address, "web");
                }
            });
            assertEquals(List.of("10.2.0.1"), ask(relay.of(quiet), "web"));
            assertTrue(relay.refused().get(new Tenant("loud")) > 0);
            assertEquals(0L, relay.refused().get(new Tenant("quiet")));
        }
    }

    @Test
    void theVoidHasNoTcpPortAndNoWayOut() throws Exception {
        InetSocketAddress address = relay.of(pod("shop", "a"));
        for (InetSocketAddress target : List.of(address, new InetSocketAddress("127.0.0.1", 80), new InetSocketAddress("10.0.0.1", 80))) {
            assertThrows(IOException.class, () -> NetnsThread.call(nothing.path(), () -> {
                try (Socket socket = new Socket()) {
                    socket.connect(target, 500);
                    return null;
                }
            }), target.toString());
        }
    }

    private DnsRelayServer relay(RelayLimits limits) throws IOException {
        return new DnsRelayServer(nothing.path(), folder, limits, pod -> ResolverConfig.clusterFirst(
                List.of(new InetSocketAddress("127.0.0.1", NameServer.PORT)), pod.name().tenant().name(), "cluster.local"));
    }

    private PodRecord pod(String tenant, String name) throws IOException {
        Path netns = network.namespace(name);
        return new PodRecord(new PodUid("uid-" + name), new PodName(new Tenant(tenant), name), "c-" + name, "eth0", netns,
                Netns.identify(netns), netns, List.of(), Map.of());
    }

    private static RegistrySnapshot snapshot(PodRecord pod) {
        return new RegistrySnapshot(new TreeMap<>(Map.of(pod.uid(), pod)));
    }

    /** From inside of the void, as Envoy's resolver does. */
    private List<String> ask(InetSocketAddress server, String name) throws Exception {
        try (DnsNameResolver resolver = new DnsNameResolverBuilder(group.next())
                .datagramChannelFactory(() -> {
                    try {
                        return NetnsThread.call(nothing.path(), EpollDatagramChannel::new);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .nameServerProvider(new SingletonDnsServerAddressStreamProvider(server))
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_ONLY).searchDomains(List.of()).ndots(0)
                .resolveCache(NoopDnsCache.INSTANCE).queryTimeoutMillis(3_000).build()) {
            return resolver.resolveAll(name).get().stream().map(InetAddress::getHostAddress).sorted().toList();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
