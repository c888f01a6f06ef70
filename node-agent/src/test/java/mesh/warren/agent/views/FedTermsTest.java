package mesh.warren.agent.views;

import static mesh.warren.agent.views.FedNode.await;
import static mesh.warren.agent.views.FedNode.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import mesh.warren.agent.policy.TenantTerms;
import mesh.warren.agent.publish.FakeEnvoy;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.quota.ConfigLimits;
import mesh.warren.model.quota.PodLimits;
import mesh.warren.model.rewrite.DnsRelay;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits of a virtual Envoy, and where its names are looked up. */
@Tag("process")
class FedTermsTest {

    private static final PodRecord A = pod("shop/a", 1);
    private static final PodRecord B = pod("shop/b", 2);
    private static final ConfigLimits MANY = ConfigLimits.DEFAULT;

    private final FakeEnvoy envoy = new FakeEnvoy();
    private FedNode node;

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aVirtualEnvoyThatGetsTooLargeKeepsWhatItHadAndItsControlPlaneIsTold() {
        start(pod -> new PodTerms(Optional.empty(), limits(new ConfigLimits(100, 1 << 20, 3, 10, 100, 100))));
        node.pods(A);
        node.serve(A, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 2);
        Map<String, Message> many = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            many.put("more-" + i, Sent.eds("more-" + i, 1));
        }
        many.put("web", Sent.eds("web", 1));
        String answer = node.answer(node.streams.push(A.uid(), ResourceType.CLUSTER, many));
        assertTrue(answer.contains("limit clusters: 6, more than 3; send this pod less"), answer);
        assertEquals(Set.of("mesh/web"), node.names(ResourceType.CLUSTER));
        assertEquals("", node.answer(node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("web", Sent.eds("web", 1)),
                many.keySet().stream().filter(name -> !name.equals("web")).toArray(String[]::new))));
    }

    @Test
    void aFloodOfOnePodWaitsAndItsNeighboursPushDoesNot() {
        start(pod -> new PodTerms(Optional.empty(), limits(new ConfigLimits(1000, 1 << 20, 100, 100, 1000, pod.equals(A) ? 5 : 50))));
        node.pods(A, B);
        node.serve(A, "10.0.0.1");
        node.serve(B, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 4);
        long last = 0;
        for (int i = 0; i < 40; i++) {
            last = node.streams.push(A.uid(), ResourceType.ENDPOINTS, Map.of("web", Sent.endpoints("web", "10.0.1." + i)));
        }
        String neighbour = node.answer(node.streams.push(B.uid(), ResourceType.ENDPOINTS, Map.of("web", Sent.endpoints("web", "10.0.0.2"))));
        assertEquals("", neighbour);
        assertEquals(Optional.empty(), node.streams.answer(last), "the flood was worked on at the neighbour's pace");
        assertEquals("", node.answer(last));
    }

    @Test
    void aClusterFoundByDnsAsksTheRelayOfItsPod() {
        start(pod -> new PodTerms(Optional.of(new DnsRelay("127.53.0." + pod.uid().value(), 53)), limits(MANY)));
        node.pods(A, B);
        node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("out", byDns("out")));
        node.streams.push(B.uid(), ResourceType.CLUSTER, Map.of("out", byDns("out")));
        for (PodRecord pod : Set.of(A, B)) {
            node.streams.push(pod.uid(), ResourceType.LISTENER, Map.of("inbound", Sent.inbound("out")));
        }
        await(() -> clusters().containsAll(Set.of("127.53.0.1", "127.53.0.2")));
    }

    @Test
    void withoutARelayItIsRefused() {
        start(pod -> PodTerms.DEFAULT);
        node.pods(A);
        String answer = node.answer(node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("out", byDns("out"))));
        assertTrue(answer.contains("CLUSTER out"), answer);
    }

    @Test
    void podsOfATenantThatSharesNothingHaveTheirOwnOfAll() {
        TenantTerms alone = new TenantTerms(PodLimits.DEFAULT, Scope.POD, Set.of(), Set.of(), Set.of(), Set.of());
        start(pod -> new PodTerms(Optional.empty(), alone));
        node.pods(A, B);
        node.serve(A, "10.0.0.1");
        node.serve(B, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 4);
        assertEquals(2, node.names(ResourceType.CLUSTER).size());
        assertEquals(2, node.names(ResourceType.ROUTES).size());
    }

    @Test
    void aPolicyThatChangesCountsForPodsThatAreThere() {
        AtomicReference<PodTerms> terms = new AtomicReference<>(PodTerms.DEFAULT);
        start(pod -> terms.get());
        node.pods(A, B);
        node.serve(A, "10.0.0.1");
        node.serve(B, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 4);
        assertEquals(1, node.names(ResourceType.CLUSTER).size());
        terms.set(new PodTerms(Optional.empty(), new TenantTerms(PodLimits.DEFAULT, Scope.POD, Set.of(), Set.of(), Set.of(), Set.of())));
        node.views.policyChanged();
        await(() -> node.names(ResourceType.CLUSTER).size() == 2);
    }

    private static TenantTerms limits(ConfigLimits config) {
        return TenantTerms.of(new PodLimits(DoorLimits.DEFAULT, config));
    }

    private void start(Function<PodRecord, PodTerms> terms) {
        node = new FedNode(envoy, terms);
    }

    /** Relays that clusters in Envoy name. */
    private Set<String> clusters() {
        Set<String> relays = new HashSet<>();
        envoy.all().values().stream().filter(resource -> resource.key().type() == ResourceType.CLUSTER).forEach(resource -> {
            String text = resource.content().toStringUtf8();
            Set.of("127.53.0.1", "127.53.0.2").stream().filter(text::contains).forEach(relays::add);
        });
        return relays;
    }

    private static Cluster byDns(String name) {
        return Cluster.newBuilder().setName(name).setType(Cluster.DiscoveryType.STRICT_DNS)
                .setLoadAssignment(ClusterLoadAssignment.newBuilder().setClusterName(name)
                        .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(LbEndpoint.newBuilder()
                                .setEndpoint(Endpoint.newBuilder().setAddress(Address.newBuilder().setSocketAddress(
                                        SocketAddress.newBuilder().setAddress("example.test").setPortValue(443)))))))
                .build();
    }
}
