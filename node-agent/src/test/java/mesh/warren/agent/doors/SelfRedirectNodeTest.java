package mesh.warren.agent.doors;

import static mesh.warren.agent.doors.DoorNode.from;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.BoolValue;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.Stamp;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.listen.fold.Folding;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Self-redirect: a control plane's listener passes each connection on to its original destination, and a pod dials the door. As
 * sent, Envoy dials the door from the pod's namespace, and so itself, up to the cluster's limit of connections; as Warren serves it, the
 * door closes the connection.
 */
@Tag("node")
class SelfRedirectNodeTest {

    /** Where the loop of this test ends; without a limit it had 11,000 connections when Envoy was ended. */
    private static final int LIMIT = 64;
    private static final String DIALLED = "cluster.pass.upstream_cx_total";
    private static final Listener LISTENER = Listener.newBuilder().setName("outbound")
            .setAddress(socket("127.0.0.1", DoorSettings.DEFAULT.outboundPort()))
            .setUseOriginalDst(BoolValue.of(true))
            .addFilterChains(FilterChain.newBuilder().setName("pass").addFilters(Filter.newBuilder().setName("tcp")
                    .setTypedConfig(Packed.any(TcpProxy.newBuilder().setStatPrefix("pass").setCluster("pass").build()))))
            .build();

    private DoorNode node;
    private PodNetwork pod;

    @BeforeEach
    void prepare() throws Exception {
        node = new DoorNode();
        // Warren's capture leaves marked connections alone. For the door's own port this one does not, so that the door is all that
        // can stop the loop.
        pod = node.redirected("bare", 14, "tcp dport 15001 redirect to :15001;"
                + " add rule inet t o meta mark != " + UpstreamBinding.MARK + " tcp dport 8080 redirect to :15001");
    }

    @AfterEach
    void takeDown() throws Exception {
        node.close();
    }

    @Test
    void asSentTheDoorDialsItselfUpToTheLimitOfConnections() throws Exception {
        Listener.Builder door = LISTENER.toBuilder().clearUseOriginalDst()
                .addListenerFilters(ListenerFilter.newBuilder().setName("original-dst")
                        .setTypedConfig(Packed.any(OriginalDst.getDefaultInstance())))
                .addListenerFilters(new Stamp(pod.pin(), Optional.empty()).listenerFilter());
        door.getAddressBuilder().getSocketAddressBuilder().setNetworkNamespaceFilepath(pod.pin());
        node.serve(List.of(passOn(), PhysicalResource.of(ResourceKey.of(ResourceType.LISTENER, "outbound"), Packed.bytes(door.build()))));
        node.awaitDoor(pod, "127.0.0.1", DoorSettings.DEFAULT.outboundPort());
        assertEquals("closed", dialTheDoor());
        assertTrue(node.stat(DIALLED) >= LIMIT, () -> "one connection should have become " + LIMIT);
    }

    @Test
    void asServedTheDoorClosesAndDialsNobody() throws Exception {
        Accepted listener = assertInstanceOf(Accepted.class, new Rewriter(ApiTable.committed(), UpstreamBinding.shared(node.emptyPath()))
                .rewrite(ResourceType.LISTENER, Packed.bytes(LISTENER), RewriteContext.DEFAULT));
        var folded = Folding.fold(List.of(listener.resource()), DoorSettings.DEFAULT);
        assertEquals(List.of(), folded.refusals());
        List<PhysicalResource> served = new ArrayList<>(List.of(passOn()));
        folded.chains().forEach(chain -> served.add(plain(chain)));
        served.addAll(folded.doors().doors(pod, ResourceKey::name));
        node.serve(served);
        node.awaitDoors(pod);
        node.application(node.plain("server", 13), "::", 8080);
        assertEquals("server 10.77.0.14", from(pod).get("10.77.0.13", 8080));
        assertEquals(1, node.stat(DIALLED));
        assertEquals("closed", dialTheDoor());
        assertEquals(1, node.stat(DIALLED));
        assertEquals(2, node.stat("listener.door.shop/bare.outbound.downstream_cx_total"), "the door was reached");
    }

    private String dialTheDoor() throws Exception {
        return from(pod).get("10.77.0.14", DoorSettings.DEFAULT.outboundPort());
    }

    /** To the original destination from the stamped namespace, and bounded, so that the loop ends. */
    private PhysicalResource passOn() {
        Cluster cluster = Cluster.newBuilder().setName("pass").setType(Cluster.DiscoveryType.ORIGINAL_DST)
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
                .setConnectTimeout(com.google.protobuf.Duration.newBuilder().setSeconds(1))
                .setUpstreamBindConfig(UpstreamBinding.shared(node.emptyPath()))
                .setCircuitBreakers(CircuitBreakers.newBuilder().addThresholds(CircuitBreakers.Thresholds.newBuilder()
                        .setMaxConnections(UInt32Value.of(LIMIT)).setMaxPendingRequests(UInt32Value.of(LIMIT))))
                .build();
        return PhysicalResource.of(ResourceKey.of(ResourceType.CLUSTER, "pass"), Packed.bytes(cluster));
    }

    private static PhysicalResource plain(SymbolicResource chain) {
        return PhysicalResource.of(chain.key(), chain.bytes().resolve(ResourceKey::name));
    }

    private static Address socket(String address, int port) {
        return Address.newBuilder().setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port)).build();
    }
}
