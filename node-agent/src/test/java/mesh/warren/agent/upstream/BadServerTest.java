package mesh.warren.agent.upstream;

import static mesh.warren.agent.upstream.Sidecars.cluster;
import static mesh.warren.agent.upstream.Sidecars.delta;
import static mesh.warren.agent.upstream.Sidecars.names;
import static mesh.warren.agent.upstream.Sidecars.pod;
import static mesh.warren.agent.upstream.Sidecars.upserts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.NodeTemplate;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.domain.ServerAddress;
import mesh.warren.agent.domain.StreamLimits;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a server that misbehaves can do: nothing to its neighbours, and nothing that lasts. */
@Tag("process")
class BadServerTest {

    private static final PodUid WEB = new PodUid("web");

    private final RecordingObserver observer = new RecordingObserver();
    private final Upstream upstream = Sidecars.upstream(observer);

    @AfterEach
    void end() {
        upstream.close();
    }

    @Test
    void aServerThatIsKilledAndBackIsFoundAgainWithAllItsStreams() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.plain()) {
            ControlPlane plane = Sidecars.plane(server.address(), Protocol.DELTA);
            int pods = 40;
            for (int i = 0; i < pods; i++) {
                upstream.join(pod("pod-" + i), plane);
                server.next();
            }
            server.kill();
            observer.state("UNAVAILABLE");
            server.start();
            for (int i = 0; i < pods; i++) {
                server.next();
            }
            assertEquals(1, upstream.connections(plane.domain()).join());
        }
    }

    @Test
    void aTypeThatIsNeverAnsweredHoldsNothingUp() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.plain()) {
            upstream.join(pod("web"), Sidecars.plane(server.address(), Protocol.DELTA));
            ServerStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> stream = server.next();
            upstream.subscribe(WEB, ResourceType.EXTENSION, names("never"));
            stream.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
            assertEquals(List.of("a"), upserts(observer.push()));
        }
    }

    @Test
    void aFloodWaitsInTheServerUntilAnswersCome() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.plain()) {
            upstream.join(pod("web"), Sidecars.plane(server.address(), Protocol.DELTA));
            ServerStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> stream = server.next();
            String large = "x".repeat(100_000);
            int sent = 0;
            while (stream.taken() || sent < 200) {
                stream.send(delta(ResourceType.CLUSTER, Integer.toString(++sent), Map.of("a", cluster("a", large + sent))));
                assertTrue(sent < 10_000, "all of a flood was taken");
            }
            for (int answered = 0; answered < 64; answered++) {
                observer.push();
            }
            assertEquals(0, observer.unread(), "no more than 64 wait for answers");
            upstream.ack(WEB, 1);
            assertEquals(65, observer.push().number());
        }
    }

    @Test
    void aMessageThatIsTooLongEndsTheStreamWithItsSize() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.plain()) {
            upstream.join(pod("web"), limited(server.address(), 100_000, 1 << 20));
            server.<DeltaDiscoveryRequest, DeltaDiscoveryResponse>next()
                    .send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", "x".repeat(200_000)))));
            observer.state("exceeds maximum size");
            server.<DeltaDiscoveryRequest, DeltaDiscoveryResponse>next()
                    .send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
            assertEquals(List.of("a"), upserts(observer.push()));
        }
    }

    @Test
    void aVirtualEnvoyHoldsNoMoreThanItsLimit() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.plain()) {
            upstream.join(pod("web"), limited(server.address(), 1 << 20, 50_000));
            Map<String, Any> many = IntStream.range(0, 100).boxed()
                    .collect(Collectors.toMap(i -> "c" + i, i -> cluster("c" + i, "x".repeat(1000))));
            server.<DeltaDiscoveryRequest, DeltaDiscoveryResponse>next().send(delta(ResourceType.CLUSTER, "1", many));
            UpstreamPush push = observer.push();
            assertEquals(List.of(), push.upserts());
            assertTrue(push.problems().getFirst().contains("its limit is 50000"), push.problems().toString());
        }
    }

    @Test
    void whatIsNoHttp2IsSaidAndTriedAgain() throws Exception {
        try (ServerSocket garbage = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!garbage.isClosed()) {
                    try (Socket socket = garbage.accept(); OutputStream out = socket.getOutputStream()) {
                        out.write("HTTP/1.1 200 OK\r\n\r\nthis is no control plane".getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException ended) {
                        return;
                    }
                }
            });
            upstream.join(pod("web"), Sidecars.plane(new ServerAddress.Tcp("127.0.0.1", garbage.getLocalPort()), Protocol.AUTO));
            observer.state("UNAVAILABLE");
            assertEquals(Protocol.DELTA, Sidecars.status(upstream, "web").orElseThrow().protocol());
        }
    }

    @Test
    void streamsBeyondTheServersLimitGetAConnectionOfTheirOwn() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.start(builder -> builder.maxConcurrentCallsPerConnection(3))) {
            ControlPlane plane = Sidecars.plane(server.address(), Protocol.DELTA);
            for (int i = 0; i < 8; i++) {
                upstream.join(pod("pod-" + i), plane);
            }
            for (int i = 0; i < 8; i++) {
                server.next();
            }
            int connections = upstream.connections(plane.domain()).join();
            assertTrue(connections >= 3 && connections <= 4, connections + " connections");
        }
    }

    @Test
    void goAwayMovesNewStreamsAndLosesNothing() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.plain()) {
            upstream.join(pod("web"), Sidecars.plane(server.address(), Protocol.DELTA));
            ServerStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> stream = server.next();
            server.goAway();
            stream.send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
            upstream.ack(WEB, observer.push().number());
            stream.end(Status.OK);
            server.kill();
            server.start();
            stream = server.next();
            assertEquals(Map.of("a", "v1"), stream.request().getInitialResourceVersionsMap());
        }
    }

    @Test
    void aResponseNobodyAskedForIsDroppedAndTheStreamGoesOn() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.plain()) {
            upstream.join(pod("web"), Sidecars.plane(server.address(), Protocol.DELTA));
            ServerStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> stream = server.next();
            stream.send(delta(ResourceType.SECRET, "1", Map.of()));
            stream.send(delta(ResourceType.CLUSTER, "2", Map.of("a", cluster("a", "")))
                    .toBuilder().setTypeUrl("type.googleapis.com/no.such.Type").build());
            stream.send(delta(ResourceType.CLUSTER, "3", Map.of("a", cluster("a", ""))));
            assertEquals(List.of("a"), upserts(observer.push()));
        }
    }

    private static ControlPlane limited(ServerAddress address, int messageBytes, int virtualBytes) {
        ControlPlane plain = Sidecars.plane(address, Protocol.DELTA);
        StreamLimits limits = StreamLimits.DEFAULT;
        return new ControlPlane(plain.domain(), address, Protocol.DELTA, plain.tls(), plain.authority(), plain.token(), NodeTemplate.PLAIN,
                plain.policy(), plain.identities(), new StreamLimits(messageBytes, virtualBytes, limits.perConnection(),
                        limits.keepAlive(), limits.backOff(), limits.poll()));
    }
}
