package mesh.warren.agent.quarantine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.EnvoyObservers;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.envoy.EnvoyNode;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.envoy.EnvoySupervisor;
import mesh.warren.agent.envoy.EnvoyWatcher;
import mesh.warren.agent.envoy.EnvoyWatchers;
import mesh.warren.agent.publish.Served;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real Envoy, crashed by a health check that the rewriter refuses to tenants: of Redis, from a network namespace that is gone. */
@Tag("node")
class CrashingNodeTest {

    private static final java.time.Duration LIMIT = java.time.Duration.ofSeconds(20);
    private static final PhysicalResource GOOD = cluster("good", 1);
    private static final PhysicalResource CRASHING = crashing("neighbour", 1);

    private final BlockingQueue<Nack> refused = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> goodServedAt = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> diedAt = new LinkedBlockingQueue<>();
    private final AtomicInteger deaths = new AtomicInteger();
    private final AtomicInteger trials = new AtomicInteger();
    private volatile Instant clock = Instant.now();
    private EnvoyNode node;
    private AdsServer ads;
    private EnvoySupervisor supervisor;
    private Quarantine quarantine;

    @BeforeEach
    void start() throws Exception {
        node = new EnvoyNode();
        begin();
        quarantine.publish(PhysicalSnapshot.of(List.of(GOOD)));
        supervisor.awaitReady(LIMIT);
        assertTrue(goodServedAt.poll(20, TimeUnit.SECONDS) != null);
    }

    private void begin() throws Exception {
        quarantine = new Quarantine(node.launch().folder().resolveSibling("state"), node.launch().folder().resolve("envoy.log"),
                state -> {
                    trials.incrementAndGet();
                    return new EnvoyTrial(node.launch()).crashes(state);
                }, () -> clock);
        ads = node.startServer(new EnvoyObservers(quarantine, new EnvoyObserver() {
            @Override
            public void acked(StreamId stream, ResourceKey key, Version version) {
                if (key.equals(GOOD.key())) {
                    goodServedAt.add(System.nanoTime());
                }
            }
        }));
        quarantine.begin(Served.by(ads), refused::add);
        supervisor = EnvoySupervisor.start(node.launch(), new EnvoyWatchers(new EnvoyWatcher() {
            @Override
            public void died(EnvoyProcess envoy, java.time.Duration lived, java.time.Duration pause) {
                deaths.incrementAndGet();
                diedAt.add(System.nanoTime());
            }
        }, quarantine));
    }

    @AfterEach
    void takeDown() throws Exception {
        if (supervisor != null) {
            supervisor.terminate();
        }
        quarantine.close();
        node.close();
    }

    @Test
    void whatCrashesIsFoundAndRefusedAndTheOthersAreServedAtOnce() throws Exception {
        clock = Instant.now().plus(Proof.LIVED.multipliedBy(2)); // Envoy has lived with what is good, and nothing is new
        List<PhysicalResource> pushed = new ArrayList<>(List.of(GOOD, CRASHING));
        for (int i = 0; i < 20; i++) {
            pushed.add(cluster("new-" + i, 1));
        }

        quarantine.publish(PhysicalSnapshot.of(pushed));
        long died = diedAt.poll(20, TimeUnit.SECONDS);
        long again = goodServedAt.poll(20, TimeUnit.SECONDS);
        Nack nack = refused.poll(60, TimeUnit.SECONDS);
        long found = System.nanoTime();
        quarantine.whenSettled().get(20, TimeUnit.SECONDS);

        System.getLogger("figures").log(System.Logger.Level.INFO, "crashed by a neighbour: others served again after {0} ms,"
                + " found among 21 after {1} ms and {2} trials", (again - died) / 1_000_000, (found - died) / 1_000_000, trials.get());
        assertTrue(again - died < TimeUnit.SECONDS.toNanos(2), (again - died) / 1_000_000 + " ms");
        assertEquals(List.of(CRASHING), nack.push().resources());
        assertTrue(nack.detail().contains("quarantine"), nack.detail());
        for (int i = 0; i < 20; i++) {
            ads.whenServed(ResourceKey.of(ResourceType.CLUSTER, "new-" + i)).get(20, TimeUnit.SECONDS);
        }
        assertEquals(1, deaths.get(), "no second crash");
        assertEquals(List.of(), List.copyOf(refused));

        quarantine.publish(PhysicalSnapshot.of(List.of(GOOD, crashing("another-name", 1))));
        assertEquals("another-name", refused.poll(20, TimeUnit.SECONDS).keys().getFirst().name().value());
        quarantine.whenSettled().get(20, TimeUnit.SECONDS);

        restartAgent();
        quarantine.publish(PhysicalSnapshot.of(List.of(GOOD, CRASHING)));
        assertEquals(CRASHING, refused.poll(20, TimeUnit.SECONDS).push().resources().getFirst());
        quarantine.whenSettled().get(20, TimeUnit.SECONDS);
        assertEquals(1, deaths.get(), "no second crash");
        assertFalse(Files.exists(node.launch().folder().resolveSibling("trial")), "nothing is left of the trials");
    }

    @Test
    void whenItIsKilledNothingIsHeldBack() throws Exception {
        PhysicalResource fresh = cluster("fresh", 1);
        quarantine.publish(PhysicalSnapshot.of(List.of(GOOD, fresh)));
        ads.whenServed(fresh.key()).get(20, TimeUnit.SECONDS);

        ProcessHandle.of(supervisor.process().pid()).orElseThrow().destroyForcibly();
        diedAt.poll(20, TimeUnit.SECONDS);

        ads.whenServed(fresh.key()).get(20, TimeUnit.SECONDS);
        quarantine.whenSettled().get(20, TimeUnit.SECONDS);
        assertEquals(0, trials.get());
        assertEquals(List.of(), List.copyOf(refused));
    }

    private void restartAgent() throws Exception {
        supervisor.stop();
        quarantine.close();
        ads.close();
        begin();
    }

    private static PhysicalResource crashing(String name, int port) {
        Cluster.Builder cluster = builder(name, port);
        cluster.getUpstreamBindConfigBuilder().getSourceAddressBuilder().setNetworkNamespaceFilepath("/run/netns/gone");
        cluster.addHealthChecks(HealthCheck.newBuilder()
                .setTimeout(Duration.newBuilder().setSeconds(1)).setInterval(Duration.newBuilder().setSeconds(1))
                .setUnhealthyThreshold(UInt32Value.of(1)).setHealthyThreshold(UInt32Value.of(1))
                .setCustomHealthCheck(HealthCheck.CustomHealthCheck.newBuilder().setName("envoy.health_checkers.redis").setTypedConfig(
                        Any.newBuilder().setTypeUrl("type.googleapis.com/envoy.extensions.health_checkers.redis.v3.Redis"))));
        return resource(name, cluster);
    }

    private static PhysicalResource cluster(String name, int port) {
        return resource(name, builder(name, port));
    }

    private static PhysicalResource resource(String name, Cluster.Builder cluster) {
        return PhysicalResource.of(ResourceKey.of(ResourceType.CLUSTER, name), Packed.bytes(cluster.build()));
    }

    private static Cluster.Builder builder(String name, int port) {
        return Cluster.newBuilder().setName(name)
                .setType(Cluster.DiscoveryType.STATIC)
                .setConnectTimeout(Duration.newBuilder().setSeconds(1))
                .setUpstreamBindConfig(BindConfig.newBuilder().setSourceAddress(SocketAddress.newBuilder().setAddress("0.0.0.0").setPortValue(0)))
                .setLoadAssignment(ClusterLoadAssignment.newBuilder().setClusterName("all")
                        .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(
                                Endpoint.newBuilder().setAddress(Address.newBuilder().setSocketAddress(
                                        SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(port)))))));
    }
}
