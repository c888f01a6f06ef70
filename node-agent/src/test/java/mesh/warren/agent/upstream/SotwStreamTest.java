package mesh.warren.agent.upstream;

import static mesh.warren.agent.upstream.Sidecars.cluster;
import static mesh.warren.agent.upstream.Sidecars.endpoints;
import static mesh.warren.agent.upstream.Sidecars.names;
import static mesh.warren.agent.upstream.Sidecars.pod;
import static mesh.warren.agent.upstream.Sidecars.sotw;
import static mesh.warren.agent.upstream.Sidecars.upserts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** State-of-the-world, found out: the server has nothing else. */
@Tag("process")
class SotwStreamTest {

    private static final PodUid WEB = new PodUid("web");

    private final RecordingObserver observer = new RecordingObserver();
    private final Upstream upstream = Sidecars.upstream(observer);
    private ScriptedControlPlane server;
    private ServerStream<DiscoveryRequest, DiscoveryResponse> stream;

    @BeforeEach
    void connect() throws Exception {
        server = ScriptedControlPlane.withoutDelta();
        upstream.join(pod("web"), Sidecars.plane(server.address(), Protocol.AUTO));
        stream = server.next();
        assertEquals(ResourceType.CLUSTER.typeUrl(), stream.request().getTypeUrl());
        assertEquals(ResourceType.LISTENER.typeUrl(), stream.request().getTypeUrl());
    }

    @AfterEach
    void end() throws Exception {
        upstream.close();
        server.close();
    }

    private DiscoveryRequest acked(UpstreamPush push) throws InterruptedException {
        upstream.ack(push.pod(), push.number());
        return stream.request();
    }

    @Test
    void theDialectIsRememberedForOtherPods() throws Exception {
        assertEquals(Protocol.SOTW, Sidecars.status(upstream, "web").orElseThrow().protocol());
        upstream.join(pod("two"), Sidecars.plane(server.address(), Protocol.AUTO));
        server.next();
        assertEquals(1, Sidecars.status(upstream, "two").orElseThrow().streams());
    }

    @Test
    void anAckHasVersionAndNonce() throws Exception {
        stream.send(sotw(ResourceType.CLUSTER, "1", cluster("a", "")));
        DiscoveryRequest ack = acked(observer.push());
        assertEquals("v1", ack.getVersionInfo());
        assertEquals("1", ack.getResponseNonce());
        assertFalse(ack.hasErrorDetail());
    }

    @Test
    void aNackKeepsTheVersionOfBefore() throws Exception {
        stream.send(sotw(ResourceType.CLUSTER, "1", cluster("a", "")));
        acked(observer.push());
        stream.send(sotw(ResourceType.CLUSTER, "2", cluster("a", "bad")));
        upstream.nack(WEB, observer.push().number(), "bad");
        DiscoveryRequest nack = stream.request();
        assertEquals("v1", nack.getVersionInfo());
        assertEquals("2", nack.getResponseNonce());
        assertEquals("bad", nack.getErrorDetail().getMessage());
    }

    @Test
    void whatIsMissingFromAllClustersIsGoneButNotFromEndpoints() throws Exception {
        upstream.subscribe(WEB, ResourceType.ENDPOINTS, names("a", "b"));
        assertEquals(List.of("a", "b"), stream.request().getResourceNamesList());
        stream.send(sotw(ResourceType.CLUSTER, "1", cluster("a", ""), cluster("b", "")));
        acked(observer.push());
        stream.send(sotw(ResourceType.CLUSTER, "2", cluster("b", "")));
        UpstreamPush push = observer.push();
        assertEquals(List.of(), push.upserts());
        assertEquals(Set.of(ResourceKey.of(ResourceType.CLUSTER, "a")), push.removals());
        acked(push);
        stream.send(sotw(ResourceType.ENDPOINTS, "3", endpoints("a"), endpoints("b")));
        acked(observer.push());
        stream.send(sotw(ResourceType.ENDPOINTS, "4", endpoints("b")));
        assertEquals("v4", stream.request().getVersionInfo());
    }

    @Test
    void aChangeOfNamesSaysAllOfThemWithTheLastNonce() throws Exception {
        upstream.subscribe(WEB, ResourceType.ENDPOINTS, names("a"));
        assertEquals("", stream.request().getResponseNonce());
        stream.send(sotw(ResourceType.ENDPOINTS, "1", endpoints("a")));
        acked(observer.push());
        upstream.subscribe(WEB, ResourceType.ENDPOINTS, names("a", "b"));
        DiscoveryRequest change = stream.request();
        assertEquals(List.of("a", "b"), change.getResourceNamesList());
        assertEquals("1", change.getResponseNonce());
        assertEquals("v1", change.getVersionInfo());
        upstream.subscribe(WEB, ResourceType.ENDPOINTS, names());
        assertEquals(List.of(), stream.request().getResourceNamesList());
    }

    @Test
    void whatNobodyAskedForByNameIsIgnored() throws Exception {
        upstream.subscribe(WEB, ResourceType.ENDPOINTS, names("a"));
        stream.request();
        stream.send(sotw(ResourceType.ENDPOINTS, "1", endpoints("a"), endpoints("other")));
        assertEquals(List.of("a"), upserts(observer.push()));
    }

    @Test
    void aNewStreamGoesOnFromTheLastVersionWithoutItsNonce() throws Exception {
        stream.send(sotw(ResourceType.CLUSTER, "1", cluster("a", "")));
        acked(observer.push());
        stream.end(Status.UNAVAILABLE);
        stream = server.next();
        DiscoveryRequest first = stream.request();
        assertEquals("v1", first.getVersionInfo());
        assertEquals("", first.getResponseNonce());
        stream.send(sotw(ResourceType.CLUSTER, "9", cluster("b", "")));
        UpstreamPush push = observer.push();
        assertEquals(List.of("b"), upserts(push));
        assertEquals(Set.of(ResourceKey.of(ResourceType.CLUSTER, "a")), push.removals(), "what went while the server was away");
    }

    @Test
    void aWrappedResourceIsTakenOut() throws Exception {
        stream.send(sotw(ResourceType.CLUSTER, "1", Packed.any(
                Resource.newBuilder().setName("a").setResource(cluster("a", "")).build())));
        assertEquals(List.of("a"), upserts(observer.push()));
    }

    @Test
    void aResourceThatIsNoMessageHasNoName() throws Exception {
        stream.send(sotw(ResourceType.CLUSTER, "1", cluster("a", "").toBuilder()
                .setValue(ByteString.copyFromUtf8("\u0007garbage")).build(), cluster("b", "")));
        UpstreamPush push = observer.push();
        assertEquals(List.of("b"), upserts(push));
        assertEquals(List.of("a resource of type envoy.config.cluster.v3.Cluster has no name"), push.problems());
    }
}
