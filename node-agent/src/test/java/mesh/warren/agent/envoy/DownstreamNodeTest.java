package mesh.warren.agent.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The delta ADS server with the real Envoy at the other end. */
@Tag("node")
class DownstreamNodeTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final PhysicalSnapshot ONE = PhysicalSnapshot.of(PlainHttpService.resources("one", 15001));

    private final Queue<ResourceKey> acked = new ConcurrentLinkedQueue<>();
    private final Queue<Nack> refused = new ConcurrentLinkedQueue<>();
    private final EnvoyObserver observer = new EnvoyObserver() {
        @Override
        public void acked(StreamId stream, ResourceKey key, Version version) {
            acked.add(key);
        }

        @Override
        public void refused(Nack nack) {
            refused.add(nack);
        }
    };

    private EnvoyNode node;
    private AdsServer server;
    private EnvoySupervisor supervisor;

    @BeforeEach
    void serveOne() throws Exception {
        node = new EnvoyNode();
        server = node.startServer(observer);
        supervisor = EnvoySupervisor.start(node.launch(), EnvoyWatcher.NONE);
        server.publish(ONE);
        supervisor.awaitReady(LIMIT);
        allServed(ONE);
    }

    @AfterEach
    void takeDown() throws Exception {
        if (supervisor != null) {
            supervisor.terminate();
        }
        node.close();
    }

    @Test
    void aServiceReachesEnvoyThroughEveryTypeWithoutARefusal() throws Exception {
        assertEquals(List.of(), List.copyOf(refused));
        assertEquals(1, counter("listener_manager.total_listeners_active"));
        assertEquals(0, counter("listener_manager.total_listeners_warming"));
        assertEquals(0, counter("cluster_manager.warming_clusters"));
    }

    @Test
    void anUpdateTouchesOnlyWhatChanged() throws Exception {
        acked.clear();
        PhysicalResource moved = PlainHttpService.endpoints("one", 10);

        server.publish(ONE.with(List.of(moved), List.of()));
        server.whenServed(moved.key()).get(20, TimeUnit.SECONDS);

        assertEquals(List.of(moved.key()), List.copyOf(acked));
        assertEquals(0, counter("listener_manager.listener_modified"));
    }

    @Test
    void anotherServiceComesAndGoesWhileTheFirstStays() throws Exception {
        List<PhysicalResource> two = PlainHttpService.resources("two", 15002);
        server.publish(ONE.with(two, List.of()));
        allServed(PhysicalSnapshot.of(two));

        server.publish(ONE);
        for (PhysicalResource resource : two) {
            server.whenGone(resource.key()).get(20, TimeUnit.SECONDS);
        }

        assertEquals(List.of(), List.copyOf(refused));
        assertEquals(1, counter("listener_manager.listener_removed"));
        assertEquals(1, counter("cluster_manager.cluster_removed"));
        assertEquals(1, counter("listener_manager.total_listeners_active"));
    }

    @Test
    void aRestartedAgentWithTheSameStateSendsNothingAndNoListenerIsTouched() throws Exception {
        long updates = counter("listener_manager.lds.update_success");
        long clusterUpdates = counter("cluster_manager.cds.update_success");
        server.close();
        acked.clear();

        server = node.startServer(observer);
        server.publish(ONE);
        allServed(ONE);

        PhysicalResource marker = PlainHttpService.cluster("marker");
        server.publish(ONE.with(List.of(marker), List.of()));
        server.whenServed(marker.key()).get(20, TimeUnit.SECONDS);
        assertEquals(List.of(marker.key()), List.copyOf(acked));
        assertEquals(updates, counter("listener_manager.lds.update_success"));
        assertEquals(clusterUpdates + 1, counter("cluster_manager.cds.update_success"));
        assertEquals(0, counter("listener_manager.listener_modified"));
        assertEquals(1, counter("listener_manager.listener_added"));
    }

    @Test
    void aLoadingAgentTakesNothingFromEnvoy() throws Exception {
        server.close();
        CompletableFuture<Void> connected = new CompletableFuture<>();
        server = node.startServer(new EnvoyObserver() {
            @Override
            public void connected(StreamId stream) {
                connected.complete(null);
            }
        });
        connected.get(20, TimeUnit.SECONDS);

        assertEquals(1, counter("control_plane.connected_state"));
        assertEquals(1, counter("listener_manager.total_listeners_active"));
        assertEquals(2, counter("cluster_manager.active_clusters"));
    }

    @Test
    void oneBrokenClusterIsNamedAndTheOthersAreServed() throws Exception {
        PhysicalResource broken = PlainHttpService.brokenCluster("broken");
        List<PhysicalResource> change = new ArrayList<>(PlainHttpService.resources("two", 15002));
        change.add(broken);

        server.publish(ONE.with(change, List.of()));

        allServed(PhysicalSnapshot.of(PlainHttpService.resources("two", 15002)));
        ExecutionException failure = assertThrows(ExecutionException.class,
                () -> server.whenServed(broken.key()).get(20, TimeUnit.SECONDS));
        assertTrue(failure.getMessage().contains("broken"), failure.getMessage());
        assertEquals(2, counter("listener_manager.total_listeners_active"));
    }

    @Test
    void aClusterWithoutItsSecretDoesNotHoldUpAnotherService() throws Exception {
        List<PhysicalResource> change = new ArrayList<>(PlainHttpService.resources("two", 15002));
        change.add(PlainHttpService.clusterWithSecret("tls", "absent"));

        server.publish(ONE.with(change, List.of()));

        server.whenServed(ResourceKey.of(ResourceType.LISTENER, "two")).get(10, TimeUnit.SECONDS);
        PhysicalResource three = PlainHttpService.door("three", 15003);
        server.publish(ONE.with(change, List.of()).with(List.of(PlainHttpService.chain("three"),
                PlainHttpService.routes("three", "one"), three), List.of()));
        server.whenServed(three.key()).get(10, TimeUnit.SECONDS);
        assertEquals(0, counter("cluster_manager.warming_clusters"));
        assertEquals(List.of(), List.copyOf(refused));
    }

    private void allServed(PhysicalSnapshot snapshot) throws Exception {
        for (ResourceType type : ResourceType.values()) {
            for (PhysicalResource resource : snapshot.ofType(type)) {
                server.whenServed(resource.key()).get(20, TimeUnit.SECONDS);
            }
        }
    }

    private long counter(String name) throws Exception {
        return supervisor.admin().counter(name);
    }
}
