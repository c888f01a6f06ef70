package mesh.warren.agent.downstream;

import static mesh.warren.agent.downstream.Resources.content;
import static mesh.warren.agent.downstream.Resources.names;
import static mesh.warren.agent.downstream.Resources.resource;
import static mesh.warren.agent.downstream.Resources.snapshot;
import static mesh.warren.model.xds.ResourceType.CLUSTER;
import static mesh.warren.model.xds.ResourceType.ENDPOINTS;
import static mesh.warren.model.xds.ResourceType.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wildcard, explicit and on-demand subscriptions (xDS protocol, "Subscribing to Resources"). */
@Tag("process")
class AdsSubscriptionTest {

    private static final PhysicalResource A = resource(CLUSTER, "a", "1");
    private static final PhysicalResource B = resource(CLUSTER, "b", "1");

    @TempDir
    private Path folder;

    private final CountDownLatch connected = new CountDownLatch(1);
    private AdsServer server;
    private ScriptedEnvoy envoy;

    @BeforeEach
    void start() throws Exception {
        server = AdsServer.start(folder.resolve("ads.sock"), AdsSettings.DEFAULT, new EnvoyObserver() {
            @Override
            public void connected(StreamId stream) {
                connected.countDown();
            }
        });
        envoy = ScriptedEnvoy.connectedTo(folder.resolve("ads.sock"));
    }

    @AfterEach
    void stop() throws Exception {
        envoy.close();
        server.close();
    }

    @Test
    void anEmptyFirstRequestMeansAll() throws Exception {
        server.publish(snapshot(A, B));

        envoy.subscribe(CLUSTER);

        assertEquals(List.of("a", "b"), names(envoy.nextAcked()));
    }

    @Test
    void aStarMeansAllAndItsEndEndsIt() throws Exception {
        server.publish(snapshot(A));
        envoy.subscribe(CLUSTER, "*");
        assertEquals(List.of("a"), names(envoy.nextAcked()));

        envoy.unsubscribe(CLUSTER, "*");
        envoy.expectNothingElse();
        server.publish(snapshot(A, B));

        envoy.expectNothingElse();
    }

    @Test
    void onlyNamesAskedForAreSent() throws Exception {
        server.publish(snapshot(resource(ENDPOINTS, "x", "1"), resource(ENDPOINTS, "y", "1")));

        envoy.subscribe(ENDPOINTS, "y");

        assertEquals(List.of("y"), names(envoy.nextAcked()));
        envoy.expectNothingElse();
    }

    @Test
    void aNameThatIsNotThereIsAnsweredAtOnceAndSentWhenItComes() throws Exception {
        server.publish(PhysicalSnapshot.EMPTY);

        envoy.subscribe(SECRET, "later");

        assertEquals(List.of("later"), envoy.nextAcked().getRemovedResourcesList());
        server.publish(snapshot(resource(SECRET, "later", "1")));
        assertEquals(List.of("later"), names(envoy.nextAcked()));
    }

    @Test
    void anUnsubscribedNameIsNotUpdated() throws Exception {
        server.publish(snapshot(resource(ENDPOINTS, "x", "1")));
        envoy.subscribe(ENDPOINTS, "x");
        envoy.nextAcked();

        envoy.unsubscribe(ENDPOINTS, "x");
        envoy.expectNothingElse();
        server.publish(snapshot(resource(ENDPOINTS, "x", "2")));

        envoy.expectNothingElse();
    }

    @Test
    void aNameSubscribedAgainIsSentAgain() throws Exception {
        server.publish(snapshot(resource(ENDPOINTS, "x", "1")));
        envoy.subscribe(ENDPOINTS, "x");
        envoy.nextAcked();

        envoy.subscribe(ENDPOINTS, "x");

        assertEquals(List.of("x"), names(envoy.nextAcked()));
    }

    @Test
    void aNameUnsubscribedUnderTheWildcardIsConfirmed() throws Exception {
        server.publish(snapshot(A));
        envoy.subscribe(CLUSTER, "*", "a", "none");
        assertEquals(List.of("none"), envoy.nextAcked().getRemovedResourcesList());
        assertEquals(List.of("a"), names(envoy.nextAcked()));

        envoy.unsubscribe(CLUSTER, "a", "none");

        DeltaDiscoveryResponse absent = envoy.nextAcked();
        assertEquals(List.of("none"), absent.getRemovedResourcesList());
        assertEquals(List.of("a"), names(envoy.nextAcked()));
    }

    @Test
    void nothingIsAnsweredBeforeTheFirstSnapshot() throws Exception {
        envoy.subscribe(ENDPOINTS, "none");
        assertTrue(connected.await(10, TimeUnit.SECONDS));
        assertEquals(0, envoy.unread());

        server.publish(snapshot(A));

        assertEquals(List.of("none"), envoy.nextAcked().getRemovedResourcesList());
        envoy.subscribe(CLUSTER);
        assertEquals("1", content(envoy.nextAcked()));
    }

    @Test
    void anUnknownTypeIsIgnored() throws Exception {
        server.publish(snapshot(A));

        envoy.send(ScriptedEnvoy.request(CLUSTER).setTypeUrl("type.googleapis.com/envoy.service.runtime.v3.Runtime"));
        envoy.subscribe(CLUSTER);

        assertTrue(names(envoy.nextAcked()).contains("a"));
    }
}
