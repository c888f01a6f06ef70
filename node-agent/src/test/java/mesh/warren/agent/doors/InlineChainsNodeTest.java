package mesh.warren.agent.doors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.listen.ChainPlacement;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PhysicalChains;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.listen.fold.Folded;
import mesh.warren.model.listen.fold.Folding;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the change of a chain inside of a door does to connections, by a real Envoy. */
@Tag("node")
class InlineChainsNodeTest {

    private static final Rewriter REWRITER = new Rewriter(ApiTable.committed(), UpstreamBinding.shared("/run/netns/none"));

    @Test
    void aChainThatChangesCutsItsOwnConnectionsAndNoOthers() throws Exception {
        try (DoorNode node = new DoorNode("--drain-time-s", "1")) {
            PodNetwork pod = node.captured("a", 11);
            PodNetwork one = node.plain("one", 13);
            node.application(one, "::", 8080);
            BuiltinEnvoy builtin = clusters(Services.builtin(node.settings(),
                    Services.of("db", "10.96.0.1", "tcp", 5432, false, "10.77.0.13:8080")));
            node.serve(builtin, doors(builtin, pod, 1));
            node.awaitDoors(pod);

            try (Socket stays = DoorChangesNodeTest.connect(pod, 5432); Socket changes = DoorChangesNodeTest.connect(pod, 5433)) {
                assertEquals("one 10.77.0.11", DoorChangesNodeTest.ask(stays));
                assertEquals("one 10.77.0.11", DoorChangesNodeTest.ask(changes));
                node.serve(builtin, doors(builtin, pod, 2));
                DoorChangesNodeTest.awaitStat(node, "listener_manager.listener_in_place_updated", 1);
                changes.setSoTimeout(10_000);
                assertEquals(-1, changes.getInputStream().read(), "the connection of the chain that changed is closed when the drain time is over");
                DoorChangesNodeTest.awaitStat(node, "listener_manager.total_filter_chains_draining", 0);
                assertEquals("one 10.77.0.11", DoorChangesNodeTest.ask(stays));
            }
            try (Socket again = DoorChangesNodeTest.connect(pod, 5433)) {
                assertEquals("one 10.77.0.11", DoorChangesNodeTest.ask(again));
            }
        }
    }

    /** Without what no door here leads to: Envoy would never ask for it. */
    private static BuiltinEnvoy clusters(BuiltinEnvoy builtin) {
        SortedMap<ResourceKey, SymbolicResource> clusters = new TreeMap<>(builtin.resources());
        clusters.keySet().removeIf(key -> key.type() != ResourceType.CLUSTER && key.type() != ResourceType.ENDPOINTS);
        return new BuiltinEnvoy(builtin.names(), clusters, builtin.rules(), builtin.notes(), builtin.tls());
    }

    private static PhysicalResource[] doors(BuiltinEnvoy builtin, PodNetwork pod, int attempts) {
        Folded folded = Folding.fold(List.of(rewritten(Listener.newBuilder().setName("outbound")
                .setAddress(Address.newBuilder().setSocketAddress(SocketAddress.newBuilder().setAddress("0.0.0.0").setPortValue(15001)))
                .setUseOriginalDst(BoolValue.of(true)).setTrafficDirection(TrafficDirection.OUTBOUND)
                .addFilterChains(chain(5432, 1))
                .addFilterChains(chain(5433, attempts))
                .build())), DoorSettings.DEFAULT.with(ChainPlacement.INLINE));
        var contents = folded.chains().stream().collect(Collectors.toMap(SymbolicResource::key, chain -> chain.bytes().resolve(builtin::plain)));
        return folded.doors().doors(pod, new PhysicalChains() {
            @Override
            public ResourceName name(ResourceKey chain) {
                return builtin.plain(chain);
            }

            @Override
            public Optional<ByteString> content(ResourceKey chain) {
                return Optional.of(contents.get(chain));
            }
        }).toArray(PhysicalResource[]::new);
    }

    private static FilterChain chain(int port, int attempts) {
        return FilterChain.newBuilder().setName("to-" + port)
                .setFilterChainMatch(FilterChainMatch.newBuilder().setDestinationPort(UInt32Value.of(port)))
                .addFilters(Filter.newBuilder().setName("tcp").setTypedConfig(
                        Packed.any(TcpProxy.newBuilder().setStatPrefix("tcp").setCluster("10.96.0.1:5432")
                                .setMaxConnectAttempts(UInt32Value.of(attempts)).build())))
                .build();
    }

    private static SymbolicResource rewritten(Listener listener) {
        return switch (REWRITER.rewrite(ResourceType.LISTENER, Packed.bytes(listener), RewriteContext.DEFAULT)) {
            case Accepted accepted -> accepted.resource();
            case Object refused -> throw new AssertionError(refused);
        };
    }
}
