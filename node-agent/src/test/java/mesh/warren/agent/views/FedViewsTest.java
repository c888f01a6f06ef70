package mesh.warren.agent.views;

import static mesh.warren.agent.views.FedNode.await;
import static mesh.warren.agent.views.FedNode.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.warren.agent.publish.FakeEnvoy;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.share.ClassInfo;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class FedViewsTest {

    private static final PodRecord A = pod("shop/a", 1);
    private static final PodRecord B = pod("shop/b", 2);
    private static final PodRecord OTHER = pod("bank/c", 3);
    private static final ResourceKey CLUSTER = ResourceKey.of(ResourceType.CLUSTER, "mesh/web");

    private final FakeEnvoy envoy = new FakeEnvoy();
    private FedNode node = new FedNode(envoy);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void podsThatAreSentTheSameShareAllButTheirDoors() {
        node.pods(A, B, OTHER);
        node.serve(A, "10.0.0.1");
        node.serve(B, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 6);
        node.settle();
        assertEquals(Set.of("mesh/web", "local/pass", "local/inbound"), node.names(ResourceType.CLUSTER));
        assertEquals(Set.of(2), node.publisher.classes().join().stream()
                .filter(known -> known.physical().name().value().startsWith("mesh/")).map(ClassInfo::members).collect(Collectors.toSet()));
    }

    @Test
    void aPodHasNoDoorsBeforeAllThatItsListenersReferToIsThere() {
        node.pods(A);
        node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("web", Sent.eds("web", 1)));
        long listeners = node.streams.push(A.uid(), ResourceType.LISTENER, Map.of("outbound", Sent.outbound("routes")));
        assertEquals("", node.answer(listeners));
        await(() -> node.streams.subscribed(A.uid(), ResourceType.ROUTES).equals(Set.of("routes")));
        assertEquals(Set.of("web"), node.streams.subscribed(A.uid(), ResourceType.ENDPOINTS));
        assertEquals(Set.of(), node.names(ResourceType.LISTENER));
        node.streams.push(A.uid(), ResourceType.ROUTES, Map.of("routes", Sent.routes("routes", "web")));
        node.streams.push(A.uid(), ResourceType.ENDPOINTS, Map.of("web", Sent.endpoints("web", "10.0.0.1")));
        await(() -> node.names(ResourceType.LISTENER).size() == 2);
    }

    @Test
    void whatNothingRefersToAnyMoreIsUnsubscribed() {
        node.pods(A);
        node.serve(A, "10.0.0.1");
        await(() -> node.streams.subscribed(A.uid(), ResourceType.ENDPOINTS).equals(Set.of("web")));
        node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of(), "web");
        await(() -> node.streams.subscribed(A.uid(), ResourceType.ENDPOINTS).isEmpty());
    }

    @Test
    void aPushIsAcknowledgedWhenEnvoyHasIt() {
        node.pods(A);
        node.serve(A, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 2);
        node.settle();
        envoy.hang();
        long push = node.streams.push(A.uid(), ResourceType.ENDPOINTS, Map.of("web", Sent.endpoints("web", "10.0.0.2")));
        await(() -> envoy.all().get(ResourceKey.of(ResourceType.ENDPOINTS, "mesh/web")).content().toStringUtf8().contains("10.0.0.2"));
        node.settle();
        assertEquals(Optional.empty(), node.streams.answer(push));
        envoy.goOn();
        assertEquals("", node.answer(push));
    }

    @Test
    void whatRewritingRefusesKeepsItsLastGoodVersionAndTheRestIsApplied() {
        node.pods(A);
        node.serve(A, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 2);
        long push = node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("web", escaping("web"), "new", Sent.eds("new", 1)));
        String answer = node.answer(push);
        assertTrue(answer.contains("CLUSTER web: upstream_bind_config"), answer);
        assertTrue(answer.contains("/var/run/netns/other"), answer);
        node.streams.push(A.uid(), ResourceType.ENDPOINTS, Map.of("new", Sent.endpoints("new", "10.0.0.3")));
        await(() -> node.names(ResourceType.CLUSTER).equals(Set.of("mesh/web", "mesh/new")));
        assertEquals(List.of(answer.strip()), node.views.status(A.uid()).join().orElseThrow().refusals());
    }

    @Test
    void whatEnvoyRefusesIsToldToThePodsConcernedAndNobodyElse() {
        node.pods(A, B);
        node.serve(A, "10.0.0.1");
        node.serve(B, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 4);
        node.settle();
        envoy.hang();
        long bad = node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("web", Sent.eds("web", 2)));
        long good = node.streams.push(B.uid(), ResourceType.CLUSTER, Map.of("web", Sent.eds("web", 1)));
        ResourceKey own = ResourceKey.of(ResourceType.CLUSTER, "mesh/web^2");
        await(() -> envoy.all().containsKey(own));
        node.refuse(own, "no such thing");
        node.settle();
        envoy.goOn();
        assertEquals("CLUSTER web: refused by Envoy: no such thing", node.answer(bad));
        assertEquals("", node.answer(good));
        await(() -> node.names(ResourceType.CLUSTER).equals(Set.of("mesh/web")));
        assertEquals("", node.answer(node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("web", Sent.eds("web", 1)))));
    }

    @Test
    void aClusterThatWaitsForItsEndpointsIsAcknowledged() {
        node.pods(A);
        node.serve(A, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 2);
        assertEquals("", node.answer(node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("late", Sent.eds("late", 1)))));
        assertEquals(Set.of("mesh/web"), node.names(ResourceType.CLUSTER));
    }

    @Test
    void afterTheAgentReturnsAPodKeepsAllThatEnvoyHasUntilItsControlPlaneAnswers() {
        node.pods(A, OTHER);
        node.serve(A, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 4);
        node.settle();
        Map<ResourceKey, ?> before = envoy.all();
        node.close();
        envoy.sent();
        node = new FedNode(envoy);
        node.pods(A, OTHER);
        await(() -> node.publisher.published().size() > 0);
        node.settle();
        assertEquals(List.of(), envoy.sent());
        node.serve(A, "10.0.0.1");
        await(() -> node.publisher.classes().join().stream().anyMatch(known -> known.physical().equals(CLUSTER)));
        node.settle();
        assertEquals(List.of(), envoy.sent());
        assertEquals(before, envoy.all());
    }

    @Test
    void onePodsDivergenceTouchesNothingOfItsNeighbour() {
        node.pods(A, B);
        node.serve(A, "10.0.0.1");
        node.serve(B, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 4);
        node.settle();
        envoy.sent();
        node.streams.push(A.uid(), ResourceType.ENDPOINTS, Map.of("web", Sent.endpoints("web", "10.0.0.9")));
        await(() -> node.names(ResourceType.ENDPOINTS).equals(Set.of("mesh/web", "mesh/web^2")));
        node.settle();
        assertTrue(envoy.sent().stream().noneMatch(key -> key.name().value().equals("mesh/web")
                || key.name().value().startsWith("shop/b")), "B's own is touched");
        node.streams.push(A.uid(), ResourceType.ENDPOINTS, Map.of("web", Sent.endpoints("web", "10.0.0.1")));
        await(() -> node.names(ResourceType.ENDPOINTS).equals(Set.of("mesh/web")));
    }

    private static Cluster escaping(String name) {
        return Sent.eds(name, 1).toBuilder().setUpstreamBindConfig(BindConfig.newBuilder().setSourceAddress(
                SocketAddress.newBuilder().setAddress("0.0.0.0").setPortValue(0).setNetworkNamespaceFilepath("/var/run/netns/other"))).build();
    }
}
