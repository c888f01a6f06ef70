package mesh.warren.agent.downstream;

import static mesh.warren.agent.downstream.Resources.content;
import static mesh.warren.agent.downstream.Resources.names;
import static mesh.warren.agent.downstream.Resources.resource;
import static mesh.warren.agent.downstream.Resources.snapshot;
import static mesh.warren.model.xds.ResourceType.CLUSTER;
import static mesh.warren.model.xds.ResourceType.ENDPOINTS;
import static mesh.warren.model.xds.ResourceType.LISTENER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.snapshot.PushLimits;
import mesh.warren.model.xds.PhysicalResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions, nonces, refusals, reconnects and slow readers (xDS protocol, "Incremental xDS"), and what waits for them. */
@Tag("process")
class AdsConformanceTest {

    private static final PhysicalResource A = resource(CLUSTER, "a", "1");
    private static final PhysicalResource B = resource(CLUSTER, "b", "1");
    private static final PhysicalResource DOOR = resource(LISTENER, "door", "1");

    @TempDir
    private Path folder;

    private Path socket;
    private AdsServer server;
    private ScriptedEnvoy envoy;

    @BeforeEach
    void start() throws Exception {
        socket = folder.resolve("ads.sock");
        server = AdsServer.start(socket,
                new AdsSettings(PushLimits.DEFAULT, Duration.ofSeconds(5), Duration.ofMillis(50)), EnvoyObserver.NONE);
        envoy = ScriptedEnvoy.connectedTo(socket);
    }

    @AfterEach
    void stop() throws Exception {
        envoy.close();
        server.close();
    }

    @Test
    void afterAReconnectOnlyWhatChangedIsSentAndWhatIsGoneIsRemoved() throws Exception {
        server.publish(snapshot(A, B, resource(CLUSTER, "changed", "2")));

        envoy.subscribe(CLUSTER, Map.of(
                "a", A.version().value(), "b", B.version().value(), "changed", "old", "gone", "old"), "*");

        assertEquals(List.of("changed"), names(envoy.nextAcked()));
        assertEquals(List.of("gone"), envoy.nextAcked().getRemovedResourcesList());
        envoy.expectNothingElse();
    }

    @Test
    void afterAReconnectWithNothingChangedNothingIsSent() throws Exception {
        PhysicalResource endpoints = resource(ENDPOINTS, "x", "1");
        server.publish(snapshot(A, endpoints));

        envoy.subscribe(CLUSTER, Map.of("a", A.version().value()));
        envoy.subscribe(ENDPOINTS, Map.of("x", endpoints.version().value()), "x");

        envoy.expectNothingElse();
        server.whenServed(A.key()).get(10, TimeUnit.SECONDS);
    }

    @Test
    void initialVersionsOfALaterRequestDoNotCount() throws Exception {
        server.publish(snapshot(A));
        envoy.subscribe(CLUSTER, "none");
        envoy.nextAcked();

        envoy.subscribe(CLUSTER, Map.of("a", A.version().value()), "a");

        assertEquals(List.of("a"), names(envoy.nextAcked()));
    }

    @Test
    void staleDoubleAndInventedNoncesAreIgnored() throws Exception {
        server.publish(snapshot(A, DOOR));
        envoy.subscribe(CLUSTER);
        envoy.subscribe(LISTENER);
        DeltaDiscoveryResponse clusters = envoy.next();

        envoy.ack(CLUSTER.typeUrl(), "4711");
        envoy.ack(CLUSTER.typeUrl(), "not a number");
        envoy.ack(LISTENER.typeUrl(), clusters.getNonce());
        envoy.expectNothingElse();
        envoy.ack(clusters);
        envoy.ack(clusters);

        assertEquals(List.of("door"), names(envoy.nextAcked()));
        envoy.expectNothingElse();
    }

    @Test
    void aRefusedVersionIsNotSentAgainAndItsFixIs() throws Exception {
        server.publish(snapshot(A));
        envoy.subscribe(CLUSTER);
        CompletableFuture<Void> served = server.whenServed(A.key());
        envoy.nack(envoy.next(), "no such filter");

        ExecutionException failure = assertThrows(ExecutionException.class, () -> served.get(10, TimeUnit.SECONDS));
        assertInstanceOf(RefusedByEnvoyException.class, failure.getCause());
        assertTrue(failure.getMessage().contains("no such filter"), failure.getMessage());
        ExecutionException later =
                assertThrows(ExecutionException.class, () -> server.whenServed(A.key()).get(10, TimeUnit.SECONDS));
        assertInstanceOf(RefusedByEnvoyException.class, later.getCause());
        server.publish(snapshot(A, DOOR));
        envoy.expectNothingElse();

        server.publish(snapshot(resource(CLUSTER, "a", "fixed")));

        assertEquals("fixed", content(envoy.nextAcked()));
        server.whenServed(A.key()).get(10, TimeUnit.SECONDS);
    }

    @Test
    void oneBadResourceDoesNotKeepTheOthersFromEnvoy() throws Exception {
        server.publish(snapshot(A, resource(CLUSTER, "bad", "1"), resource(CLUSTER, "c", "1")));
        envoy.subscribe(CLUSTER);
        List<String> taken = new ArrayList<>();

        while (taken.size() < 2) {
            DeltaDiscoveryResponse response = envoy.next();
            if (names(response).contains("bad")) {
                envoy.nack(response, "bad is bad");
            } else {
                envoy.ack(response);
                taken.addAll(names(response));
            }
        }

        assertEquals(List.of("a", "c"), taken.stream().sorted().toList());
    }

    @Test
    void aDoorIsGoneOnlyWhenItsRemovalIsAcknowledged() throws Exception {
        server.publish(snapshot(DOOR));
        envoy.subscribe(LISTENER);
        envoy.nextAcked();
        server.whenServed(DOOR.key()).get(10, TimeUnit.SECONDS);

        server.publish(PhysicalSnapshot.EMPTY);
        CompletableFuture<Void> gone = server.whenGone(DOOR.key());
        DeltaDiscoveryResponse removal = envoy.next();
        assertEquals(List.of("door"), removal.getRemovedResourcesList());
        assertFalse(gone.isDone());
        envoy.ack(removal);

        gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void twoEnvoysHaveEachTheirOwnState() throws Exception {
        server.publish(snapshot(A));
        envoy.subscribe(CLUSTER);
        envoy.nextAcked();
        try (ScriptedEnvoy second = ScriptedEnvoy.connectedTo(socket)) {
            second.subscribe(CLUSTER);

            assertEquals(List.of("a"), names(second.nextAcked()));
            envoy.expectNothingElse();
            server.publish(PhysicalSnapshot.EMPTY);
            CompletableFuture<Void> gone = server.whenGone(A.key());
            assertEquals(List.of("a"), envoy.nextAcked().getRemovedResourcesList());
            assertEquals(List.of("a"), second.next().getRemovedResourcesList());
            assertFalse(gone.isDone(), "the second one has not answered");
        }
    }

    @Test
    void aResourceOfManyMegabytesArrivesWhole() throws Exception {
        String large = "x".repeat(20 << 20);
        server.publish(snapshot(resource(CLUSTER, "large", large), A));
        envoy.subscribe(CLUSTER);

        assertEquals(List.of("a"), names(envoy.nextAcked()));
        assertEquals(large.length(), content(envoy.nextAcked()).length());
    }

    @Test
    void manyResourcesComeInSeveralResponsesBelowTheLimit() throws Exception {
        List<PhysicalResource> many = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            many.add(resource(CLUSTER, "c" + i, "x".repeat(100_000)));
        }
        server.publish(PhysicalSnapshot.of(many));
        envoy.subscribe(CLUSTER);

        int received = 0;
        while (received < many.size()) {
            DeltaDiscoveryResponse response = envoy.nextAcked();
            assertTrue(response.getSerializedSize() < 1 << 21, "a response has " + response.getSerializedSize());
            received += response.getResourcesCount();
        }
        assertEquals(many.size(), received);
    }

    @Test
    void aSlowReaderGetsTheNewestStateInsteadOfEveryOne() throws Exception {
        try (ScriptedEnvoy slow = ScriptedEnvoy.slowlyReading(socket)) {
            slow.subscribe(CLUSTER);
            String large = "x".repeat(1 << 20);
            for (int i = 0; i < 200; i++) {
                server.publish(snapshot(resource(CLUSTER, "a", large + i)));
            }

            int responses = 0;
            String last = "";
            while (!last.endsWith("x199")) {
                slow.read(1);
                last = content(slow.nextAcked());
                responses++;
            }
            assertTrue(responses < 20, responses + " responses for 200 snapshots");
        }
    }
}
