package mesh.warren.cli.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.envoy.EnvoyNode;
import mesh.warren.agent.envoy.EnvoySupervisor;
import mesh.warren.agent.envoy.EnvoyWatcher;
import mesh.warren.agent.netns.TestNetwork;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.Stamp;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.rewrite.Refusal;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Refused;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks about traffic, on a real Envoy: as sent they work, and as rewritten they are not there. */
@Tag("node")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrafficAttackNodeTest {

    private static final ResourceKey LISTENER = ResourceKey.of(ResourceType.LISTENER, "attack");

    private final EnvoyTypes types = EnvoyTypes.load();
    private final TestNetwork network = new TestNetwork();
    private Path a;
    private Path b;
    private EnvoyNode node;
    private AdsServer server;
    private EnvoySupervisor envoy;
    private LoopbackServer secret;

    @BeforeAll
    void twoPodsAndAnEnvoy() throws Exception {
        a = network.namespace("a");
        b = network.namespace("b");
        secret = new LoopbackServer(b, 9000, TrafficAttack.SECRET);
        node = new EnvoyNode();
        server = node.startServer(EnvoyObserver.NONE);
        envoy = EnvoySupervisor.start(node.launch(), new EnvoyWatcher() {});
        server.publish(PhysicalSnapshot.of(agents()));
        envoy.awaitReady(java.time.Duration.ofSeconds(20));
    }

    @AfterAll
    void takeDown() throws Exception {
        if (envoy != null) {
            envoy.terminate();
        }
        if (node != null) {
            node.close();
        }
        if (secret != null) {
            secret.close();
        }
        network.close();
    }

    List<TrafficAttack> attacks() {
        return TrafficAttack.all(b, envoy.folder().adminSocket());
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void worksAsSentAndIsRefused(TrafficAttack attack) throws Exception {
        var sent = sent(attack);

        publishAndWait(sent);
        var answer = LoopbackServer.get(a, 15001, attack.target(), "x-c: " + TrafficAttack.OF_B);
        assertTrue(answer.contains(attack.loot()), () -> "without the rule it should work: " + answer);

        assertEquals(Set.of(attack.rule()), rulesThatRefuse(attack));
        server.publish(PhysicalSnapshot.of(agents()));
        server.whenGone(LISTENER).get(20, TimeUnit.SECONDS);
        assertEquals("no connection", LoopbackServer.get(a, 15001, attack.target(), "x-c: " + TrafficAttack.OF_B));
    }

    private void publishAndWait(List<PhysicalResource> sent) throws Exception {
        var all = new ArrayList<>(agents());
        all.addAll(sent);
        server.publish(PhysicalSnapshot.of(all));
        server.whenServed(LISTENER).get(20, TimeUnit.SECONDS);
    }

    private List<Input> inputs(TrafficAttack attack) {
        return new Corpus(types).parse(attack.name(), attack.resources());
    }

    private Set<String> rulesThatRefuse(TrafficAttack attack) {
        var rewriter = new Rewriter(ApiTable.committed(), UpstreamBinding.shared("/run/warren/void"));
        var rules = new TreeSet<String>();
        for (var input : inputs(attack)) {
            if (rewriter.rewrite(input.type(), input.bytes(), RewriteContext.DEFAULT) instanceof Refused refused) {
                refused.refusals().stream().map(Refusal::rule).forEach(rules::add);
            }
        }
        return rules;
    }

    /** What a's control plane sent, as it is but for a's own door: its namespace and its stamp. */
    private List<PhysicalResource> sent(TrafficAttack attack) throws InvalidProtocolBufferException {
        var sent = new ArrayList<PhysicalResource>();
        for (var input : inputs(attack)) {
            if (input.type().equals(ResourceType.LISTENER.typeUrl())) {
                var door = Listener.parseFrom(input.bytes()).toBuilder();
                door.getAddressBuilder().getSocketAddressBuilder().setNetworkNamespaceFilepath(a.toString());
                door.addListenerFilters(0, new Stamp(a.toString(), Optional.empty()).listenerFilter());
                sent.add(PhysicalResource.of(LISTENER, door.build().toByteString()));
            } else {
                var cluster = Cluster.parseFrom(input.bytes());
                sent.add(PhysicalResource.of(ResourceKey.of(ResourceType.CLUSTER, cluster.getName()), ByteString.copyFrom(input.bytes())));
            }
        }
        return sent;
    }

    /** What is there before any attack: b's own cluster, and one that is shared. */
    private List<PhysicalResource> agents() throws IOException {
        return List.of(cluster(TrafficAttack.OF_B, UpstreamBinding.ofPod(b.toString())),
                cluster(TrafficAttack.SHARED, UpstreamBinding.shared(node.empty().path().toString())));
    }

    private static PhysicalResource cluster(String name, BindConfig binding) {
        var address = Address.newBuilder().setSocketAddress(SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(9000));
        var cluster = Cluster.newBuilder().setName(name).setUpstreamBindConfig(binding)
                .setConnectTimeout(Duration.newBuilder().setSeconds(2))
                .setLoadAssignment(ClusterLoadAssignment.newBuilder().setClusterName(name).addEndpoints(LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(Endpoint.newBuilder().setAddress(address)))));
        return PhysicalResource.of(ResourceKey.of(ResourceType.CLUSTER, name), cluster.build().toByteString());
    }
}
