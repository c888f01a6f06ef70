package mesh.warren.agent.upstream;

import static mesh.warren.agent.upstream.Sidecars.cluster;
import static mesh.warren.agent.upstream.Sidecars.delta;
import static mesh.warren.agent.upstream.Sidecars.endpoints;
import static mesh.warren.agent.upstream.Sidecars.names;
import static mesh.warren.agent.upstream.Sidecars.pod;
import static mesh.warren.agent.upstream.Sidecars.upserts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class DeltaStreamTest {

    private static final PodUid WEB = new PodUid("web");

    private final RecordingObserver observer = new RecordingObserver();
    private final Upstream upstream = Sidecars.upstream(observer);
    private ScriptedControlPlane server;
    private ServerStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> stream;

    @BeforeEach
    void connect() throws Exception {
        server = ScriptedControlPlane.plain();
        upstream.join(pod("web"), Sidecars.plane(server.address(), Protocol.DELTA));
        stream = server.next();
    }

    @AfterEach
    void end() throws Exception {
        upstream.close();
        server.close();
    }

    private void begun() throws InterruptedException {
        assertEquals(ResourceType.CLUSTER.typeUrl(), stream.request().getTypeUrl());
        assertEquals(ResourceType.LISTENER.typeUrl(), stream.request().getTypeUrl());
    }

    private UpstreamPush acked(UpstreamPush push) throws InterruptedException {
        upstream.ack(push.pod(), push.number());
        assertFalse(stream.request().hasErrorDetail());
        return push;
    }

    @Test
    void asksForAllClustersAndListenersAsThePodsOwnSidecarWould() throws Exception {
        DeltaDiscoveryRequest clusters = stream.request();
        assertEquals("web.shop", clusters.getNode().getId());
        assertEquals("envoy", clusters.getNode().getUserAgentName());
        assertEquals(ResourceType.CLUSTER.typeUrl(), clusters.getTypeUrl());
        assertEquals(List.of(), clusters.getResourceNamesSubscribeList());
        assertEquals("", clusters.getResponseNonce());
        assertEquals(ResourceType.LISTENER.typeUrl(), stream.request().getTypeUrl());
        assertEquals(0, stream.unread());
    }

    @Test
    void whatIsReferredToIsSubscribedByNameAndUnsubscribedWhenNothingDoes() throws Exception {
        begun();
        upstream.subscribe(WEB, ResourceType.ENDPOINTS, names("a", "b"));
        assertEquals(List.of("a", "b"), stream.request().getResourceNamesSubscribeList());
        upstream.subscribe(WEB, ResourceType.ENDPOINTS, names("b", "c"));
        DeltaDiscoveryRequest change = stream.request();
        assertEquals(List.of("c"), change.getResourceNamesSubscribeList());
        assertEquals(List.of("a"), change.getResourceNamesUnsubscribeList());
        upstream.subscribe(WEB, ResourceType.ENDPOINTS, names());
        assertEquals(List.of("b", "c"), stream.request().getResourceNamesUnsubscribeList());
    }

    @Test
    void aResponseIsAnsweredWithItsNonceWhenItIsInUse() throws Exception {
        begun();
        stream.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
        UpstreamPush push = observer.push();
        assertEquals(List.of("a"), upserts(push));
        assertEquals(0, stream.unread());
        upstream.ack(WEB, push.number());
        DeltaDiscoveryRequest ack = stream.request();
        assertEquals("1", ack.getResponseNonce());
        assertFalse(ack.hasErrorDetail());
    }

    @Test
    void aRefusalReachesTheServerVerbatimAndTheFixIsAnsweredToo() throws Exception {
        begun();
        stream.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", "bad"))));
        upstream.nack(WEB, observer.push().number(), "cluster 'a': field alt_stat_name");
        DeltaDiscoveryRequest nack = stream.request();
        assertEquals("1", nack.getResponseNonce());
        assertEquals("cluster 'a': field alt_stat_name", nack.getErrorDetail().getMessage());
        stream.send(delta(ResourceType.CLUSTER, "2", Map.of("a", cluster("a", "bad"))));
        UpstreamPush again = observer.push();
        assertEquals(List.of("a"), upserts(again), "what was refused is judged again");
        upstream.nack(WEB, again.number(), "still");
        assertEquals("still", stream.request().getErrorDetail().getMessage());
        stream.send(delta(ResourceType.CLUSTER, "3", Map.of("a", cluster("a", "good"))));
        acked(observer.push());
        assertTrue(Sidecars.status(upstream, "web").orElseThrow().refusal().isEmpty());
    }

    @Test
    void theSameBytesAgainAreAcknowledgedAndNobodyIsBothered() throws Exception {
        begun();
        stream.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""), "b", cluster("b", ""))));
        acked(observer.push());
        stream.send(delta(ResourceType.CLUSTER, "2", Map.of("a", cluster("a", ""), "b", cluster("b", ""))));
        assertEquals("2", stream.request().getResponseNonce());
        stream.send(delta(ResourceType.CLUSTER, "3", Map.of("a", cluster("a", ""), "b", cluster("b", "new")), "gone"));
        assertEquals(List.of("b"), upserts(observer.push()));
    }

    @Test
    void removalsAreTold() throws Exception {
        begun();
        stream.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""), "b", cluster("b", ""))));
        acked(observer.push());
        stream.send(delta(ResourceType.CLUSTER, "2", Map.of(), "a"));
        assertEquals(Set.of(ResourceKey.of(ResourceType.CLUSTER, "a")), acked(observer.push()).removals());
        upstream.subscribe(WEB, ResourceType.ENDPOINTS, names("x"));
        stream.request();
        stream.send(delta(ResourceType.ENDPOINTS, "3", Map.of(), "x"));
        assertEquals(Set.of(ResourceKey.of(ResourceType.ENDPOINTS, "x")), observer.push().removals(), "the server does not have it");
    }

    @Test
    void whatIsWrongIsNamedAndTheRestIsTaken() throws Exception {
        begun();
        stream.send(DeltaDiscoveryResponse.newBuilder().setTypeUrl(ResourceType.CLUSTER.typeUrl()).setNonce("1")
                .addResources(Resource.newBuilder().setName("good").setResource(cluster("good", "")))
                .addResources(Resource.newBuilder().setName("good").setResource(cluster("good", "second")))
                .addResources(Resource.newBuilder().setName("eds").setResource(endpoints("eds")))
                .addResources(Resource.newBuilder().setResource(cluster("", "")))
                .addResources(Resource.newBuilder().setName("one").setResource(cluster("other", "")))
                .build());
        UpstreamPush push = observer.push();
        assertEquals(List.of("good"), upserts(push));
        assertEquals(List.of(
                "two resources of type envoy.config.cluster.v3.Cluster have the name 'good'; the first one was taken",
                "resource 'eds' is of type 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment', in a response of envoy.config.cluster.v3.Cluster",
                "a resource of type envoy.config.cluster.v3.Cluster has no name",
                "resource 'one' of type envoy.config.cluster.v3.Cluster has in itself the name 'other'"), push.problems());
        upstream.ack(WEB, push.number());
        assertEquals(String.join("; ", push.problems()), stream.request().getErrorDetail().getMessage());
    }

    @Test
    void aNewStreamSaysWhatIsHeldButNotWhatWasRefused() throws Exception {
        begun();
        upstream.subscribe(WEB, ResourceType.ENDPOINTS, names("a"));
        stream.request();
        stream.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
        acked(observer.push());
        stream.send(delta(ResourceType.CLUSTER, "2", Map.of("bad", cluster("bad", ""))));
        upstream.nack(WEB, observer.push().number(), "no");
        stream.request();
        stream.send(delta(ResourceType.ENDPOINTS, "3", Map.of("a", endpoints("a"))));
        acked(observer.push());
        stream.end(Status.UNAVAILABLE.withDescription("restarting"));
        observer.state("restarting");
        stream = server.next();
        Map<String, DeltaDiscoveryRequest> first = Map.of(
                "1", stream.request(), "2", stream.request(), "3", stream.request());
        Map<String, Map<String, String>> versions = first.values().stream().collect(Collectors.toMap(
                DeltaDiscoveryRequest::getTypeUrl, DeltaDiscoveryRequest::getInitialResourceVersionsMap));
        assertEquals(Map.of(ResourceType.CLUSTER.typeUrl(), Map.of("a", "v1"), ResourceType.LISTENER.typeUrl(), Map.of(),
                ResourceType.ENDPOINTS.typeUrl(), Map.of("a", "v3")), versions);
        assertTrue(first.values().stream().allMatch(request -> request.getResponseNonce().isEmpty()));
    }

    @Test
    void anAnswerThatComesAfterItsStreamIsIgnored() throws Exception {
        begun();
        stream.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
        UpstreamPush push = observer.push();
        stream.end(Status.UNAVAILABLE);
        stream = server.next();
        begun();
        upstream.ack(WEB, push.number());
        upstream.subscribe(WEB, ResourceType.SECRET, names("s"));
        assertEquals(ResourceType.SECRET.typeUrl(), stream.request().getTypeUrl());
    }

    @Test
    void theSameBytesForTwoPodsAreOneObject() throws Exception {
        begun();
        upstream.join(pod("two"), Sidecars.plane(server.address(), Protocol.DELTA));
        ServerStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> other = server.next();
        stream.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
        other.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
        assertSame(observer.push().upserts().getFirst(), observer.push().upserts().getFirst());
        assertEquals(1, upstream.connections(Sidecars.plane(server.address(), Protocol.DELTA).domain()).join());
    }

    @Test
    void aPodThatLeavesEndsItsStreamOnly() throws Exception {
        begun();
        upstream.join(pod("two"), Sidecars.plane(server.address(), Protocol.DELTA));
        ServerStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> other = server.next();
        upstream.leave(WEB);
        stream.awaitCancelled();
        other.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
        assertEquals("two", observer.push().pod().value());
    }
}
