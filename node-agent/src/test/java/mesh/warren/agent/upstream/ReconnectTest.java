package mesh.warren.agent.upstream;

import static mesh.warren.agent.upstream.Sidecars.cluster;
import static mesh.warren.agent.upstream.Sidecars.delta;
import static mesh.warren.agent.upstream.Sidecars.pod;
import static mesh.warren.agent.upstream.Sidecars.upserts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.domain.ServerAddress;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control plane that dies again and again: what was received stays, and what a reconnect uses it gives back. */
@Tag("process")
class ReconnectTest {

    private static final int WARM_UP = 100;
    private static final int CLUSTERS = 50;
    private static final long MORE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final PodUid WEB = new PodUid("web");

    @TempDir
    private Path folder;

    /** What this process has open. */
    private record Use(long descriptors, int threads, long heap) {

        static Use now() throws IOException {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd")); Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
                return new Use(open.count(), (int) tasks.count(), Heap.used());
            }
        }
    }

    @Test
    void aThousandReconnectsOverTcpLeaveNothing() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.plain()) {
            diesAgainAndAgain(server, 1_000);
        }
    }

    @Test
    void reconnectsOverAUnixSocketLeaveNothing() throws Exception {
        try (ScriptedControlPlane server = ScriptedControlPlane.unix(folder.resolve("xds.sock"))) {
            diesAgainAndAgain(server, 100);
        }
    }

    private static void diesAgainAndAgain(ScriptedControlPlane server, int reconnects) throws Exception {
        RecordingObserver observer = new RecordingObserver();
        try (Upstream upstream = Sidecars.upstream(observer)) {
            upstream.join(pod("web"), Sidecars.impatient(server.address(), Protocol.DELTA, Optional.empty()));
            server.<DeltaDiscoveryRequest, DeltaDiscoveryResponse>next().send(delta(ResourceType.CLUSTER, "1", IntStream.range(0, CLUSTERS).boxed()
                    .collect(Collectors.toMap(i -> "c" + i, i -> cluster("c" + i, "")))));
            upstream.ack(WEB, observer.push().number());
            die(WARM_UP, server, upstream);
            Use before = Use.now();
            die(reconnects, server, upstream);
            long end = System.nanoTime() + PATIENCE.toNanos();
            Use after = Use.now();
            while (!(after.descriptors() <= before.descriptors() && after.threads() <= before.threads()
                    && after.heap() <= before.heap() + MORE_BYTES) && System.nanoTime() < end) {
                LockSupport.parkNanos(50_000_000);
                after = Use.now();
            }
            assertTrue(after.descriptors() <= before.descriptors(), before + ", then " + after);
            assertTrue(after.threads() <= before.threads(), before + ", then " + after);
            assertTrue(after.heap() <= before.heap() + MORE_BYTES, before + ", then " + after);
            assertEquals(0, observer.unread(), "nothing came anew");
        }
    }

    private static void die(int times, ScriptedControlPlane server, Upstream upstream) throws Exception {
        for (int i = 0; i < times; i++) {
            server.kill();
            assertEquals(CLUSTERS, Sidecars.status(upstream, "web").orElseThrow().resources());
            server.start();
            DeltaDiscoveryRequest first = server.<DeltaDiscoveryRequest, DeltaDiscoveryResponse>next().request();
            assertEquals(CLUSTERS, first.getInitialResourceVersionsCount(), "the server hears what is held");
        }
    }

    @Test
    void aUnixSocketCarriesAStream() throws Exception {
        RecordingObserver observer = new RecordingObserver();
        try (ScriptedControlPlane server = ScriptedControlPlane.unix(folder.resolve("xds.sock")); Upstream upstream = Sidecars.upstream(observer)) {
            upstream.join(pod("web"), Sidecars.plane(server.address(), Protocol.DELTA));
            server.<DeltaDiscoveryRequest, DeltaDiscoveryResponse>next()
                    .send(delta(ResourceType.CLUSTER, "1", Map.of("a", cluster("a", ""))));
            assertEquals(List.of("a"), upserts(observer.push()));
        }
    }

    @Test
    void aUnixSocketThatIsNotThereYetIsWaitedFor() throws Exception {
        RecordingObserver observer = new RecordingObserver();
        Path socket = folder.resolve("late.sock");
        try (Upstream upstream = Sidecars.upstream(observer)) {
            upstream.join(pod("web"), Sidecars.plane(new ServerAddress.Unix(socket), Protocol.DELTA));
            observer.state("UNAVAILABLE");
            try (ScriptedControlPlane server = ScriptedControlPlane.unix(socket)) {
                server.next();
            }
        }
    }
}
