package mesh.warren.agent.doors;

import static mesh.warren.agent.doors.DoorNode.from;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.set_filter_state.v3.Config;
import java.util.List;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The traps of stock Envoy that doors and stamps are made to avoid: each shown to be real, and avoided. */
@Tag("node")
class TrapsNodeTest {

    private DoorNode node;
    private PodNetwork a;
    private PodNetwork b;
    private Application server;
    private BuiltinEnvoy envoy;

    @BeforeEach
    void prepare() throws Exception {
        node = new DoorNode();
        a = node.captured("a", 11);
        b = node.captured("b", 12);
        server = node.application(node.plain("server", 13), "::", 8080);
        envoy = Services.builtin(node.settings(), Services.of("web", "10.96.0.1", "http", 80, false, "10.77.0.13:8080"),
                Services.of("db", "10.96.0.1", "tcp", 5432, false, "10.77.0.13:8080"));
    }

    @AfterEach
    void takeDown() throws Exception {
        node.close();
    }

    @Test
    void withAHashedStampAPooledConnectionIsItsPodsOwn() throws Exception {
        node.serve(envoy, out(a), in(a), out(b), in(b));
        node.awaitDoors(a, b);
        assertEquals("server 10.77.0.11", from(a).get("10.96.0.1", 80));
        assertEquals("server 10.77.0.12", from(b).get("10.96.0.1", 80));
        assertEquals("server 10.77.0.11", from(a).get("10.96.0.1", 80));
        assertEquals(2, server.connections(), "a's second request used a's first connection");
    }

    @Test
    void withAStampThatIsNotHashedOnePodsRequestLeavesByTheOthersConnection() throws Exception {
        node.serve(envoy, notHashed(out(a)), notHashed(out(b)), in(a), in(b));
        node.awaitDoors(a, b);
        assertEquals("server 10.77.0.11", from(a).get("10.96.0.1", 80));
        assertEquals("server 10.77.0.11", from(b).get("10.96.0.1", 80), "the leak that envoy.hashable_string closes");
    }

    @Test
    void withoutAStampNothingLeaves() throws Exception {
        node.serve(envoy, withoutStamp(out(a)), out(b), in(a), in(b));
        node.awaitDoors(a, b);
        assertEquals("HTTP/1.1 503 Service Unavailable", from(a).get("10.96.0.1", 80));
        assertEquals("closed", from(a).get("10.96.0.1", 5432));
        assertEquals("closed", from(a).get("10.77.0.13", 8080));
        assertEquals(0, server.connections());
        assertEquals("server 10.77.0.12", from(b).get("10.96.0.1", 80));
    }

    /** Without capture, which refuses such connections before they come to the door. */
    @Test
    void aDoorThatIsDialledItselfClosesAndDoesNotDialItself() throws Exception {
        PodNetwork bare = node.tracked("bare", 14);
        node.serve(envoy, out(bare), in(bare));
        node.awaitDoors(bare);
        assertEquals("closed", from(bare).get("127.0.0.1", 15001));
        assertEquals("closed", from(bare).get("::1", 15001));
        assertEquals(0, node.stat("listener.door.shop/bare.outbound.downstream_cx_total"), "connections that got a chain");
        assertEquals(2, node.stat("listener.door.shop/bare.outbound.no_filter_chain_match"));
        for (String own : List.of("127.0.0.1", "::1", "10.77.0.14", "fd77::14")) {
            assertEquals("closed", from(bare).get(own, 15006));
        }
        assertEquals("closed", new Caller(node.node()).get("10.77.0.14", 15006));
        assertEquals(0, node.stat("listener.door.shop/bare.inbound.downstream_cx_total"), "connections that got a chain");
        assertEquals(5, node.stat("listener.door.shop/bare.inbound.no_filter_chain_match"));
    }

    private PhysicalResource out(PodNetwork pod) {
        return envoy.doors(ClientAddress.KEPT, DoorSettings.DEFAULT).doors(pod, envoy::plain).getFirst();
    }

    private PhysicalResource in(PodNetwork pod) {
        return envoy.doors(ClientAddress.KEPT, DoorSettings.DEFAULT).doors(pod, envoy::plain).getLast();
    }

    private static PhysicalResource notHashed(PhysicalResource door) throws InvalidProtocolBufferException {
        Listener.Builder listener = Listener.parseFrom(door.content()).toBuilder();
        ListenerFilter.Builder stamp = listener.getListenerFiltersBuilder(stamp(listener));
        Config.Builder config = Config.parseFrom(stamp.getTypedConfig().getValue()).toBuilder();
        config.getOnAcceptBuilder(0).setFactoryKey("envoy.string");
        stamp.setTypedConfig(Packed.any(config.build()));
        return PhysicalResource.of(door.key(), Packed.bytes(listener.build()));
    }

    private static PhysicalResource withoutStamp(PhysicalResource door) throws InvalidProtocolBufferException {
        Listener.Builder listener = Listener.parseFrom(door.content()).toBuilder();
        listener.removeListenerFilters(stamp(listener));
        return PhysicalResource.of(door.key(), Packed.bytes(listener.build()));
    }

    private static int stamp(Listener.Builder listener) {
        return listener.getListenerFiltersList().stream().map(ListenerFilter::getName).toList().indexOf("stamp");
    }
}
