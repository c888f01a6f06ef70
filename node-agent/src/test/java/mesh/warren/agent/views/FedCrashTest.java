package mesh.warren.agent.views;

import static mesh.warren.agent.views.FedNode.await;
import static mesh.warren.agent.views.FedNode.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.publish.FakeEnvoy;
import mesh.warren.agent.quarantine.Quarantine;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a control plane hears, and what its neighbours keep, when Envoy crashes with what it sent. The crash and the trials are a script. */
@Tag("process")
class FedCrashTest {

    private static final PodRecord A = pod("shop/a", 1);
    private static final PodRecord B = pod("shop/b", 2);

    private final FakeEnvoy envoy = new FakeEnvoy();
    private volatile Instant clock = Instant.now();
    private Quarantine quarantine;
    private FedNode node;

    @BeforeEach
    void serveTwo(@TempDir Path folder) throws IOException {
        Path log = Files.writeString(folder.resolve("envoy.log"), "[2026-11-24 00:00:00.000][1][critical][backtrace] Caught Segmentation fault\n");
        quarantine = new Quarantine(folder, log, FedCrashTest::crashes, () -> clock);
        quarantine.begin(envoy, nack -> node.publisher.refused(nack));
        node = new FedNode(envoy, pod -> PodTerms.DEFAULT, quarantine);
        node.pods(A, B);
        node.serve(A, "10.0.0.1");
        node.serve(B, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 4);
        node.settle();
        acknowledge();
        clock = clock.plus(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        node.close();
        quarantine.close();
    }

    @Test
    void contentThatEnvoyDiedOfBeforeItAcknowledgedItIsRefusedAndWhatWasThereBeforeStays() {
        Map<?, ?> before = envoy.all();
        envoy.hang();
        long push = node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("web", Sent.eds("web", 2)));
        await(() -> crashes(state()));

        quarantine.died(null, Duration.ofMinutes(1), Duration.ZERO);
        envoy.goOn();

        String answer = node.answer(push);
        assertTrue(answer.contains("web") && answer.contains("quarantine"), answer);
        await(() -> envoy.all().equals(before));
    }

    @Test
    void contentThatWasAcknowledgedFirstIsRefusedWithTheNextPushAndTheNeighbourKeepsAll() {
        Set<String> doorsOfB = doors(B.uid());
        assertEquals("", node.answer(node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("web", Sent.eds("web", 2)))));
        await(() -> crashes(state()));
        node.settle();

        quarantine.died(null, Duration.ofMinutes(1), Duration.ZERO);

        await(() -> node.views.status(A.uid()).join().orElseThrow().refusals().stream().anyMatch(line -> line.contains("quarantine")));
        assertEquals(List.of(), node.views.status(B.uid()).join().orElseThrow().refusals());
        await(() -> !crashes(state()));
        assertEquals(doorsOfB, doors(B.uid()));
        assertTrue(node.names(ResourceType.CLUSTER).contains("mesh/web"));
        String next = node.answer(node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("web", Sent.eds("web", 2))));
        assertTrue(next.contains("quarantine"), next);
        assertEquals("", node.answer(node.streams.push(A.uid(), ResourceType.CLUSTER, Map.of("web", Sent.eds("web", 1)))));
        await(() -> node.names(ResourceType.LISTENER).size() == 4 && node.names(ResourceType.CLUSTER).equals(Set.of("mesh/web")));
    }

    private Set<String> doors(PodUid pod) {
        return node.names(ResourceType.LISTENER).stream().filter(name -> name.contains("/" + pod + "/")).collect(Collectors.toSet());
    }

    private void acknowledge() {
        envoy.all().values().forEach(resource -> quarantine.acked(new StreamId(1, "test"), resource.key(), resource.version()));
    }

    private PhysicalSnapshot state() {
        return PhysicalSnapshot.of(envoy.all().values());
    }

    /** A cluster of two seconds is what this Envoy dies of. */
    private static boolean crashes(PhysicalSnapshot state) {
        return state.ofType(ResourceType.CLUSTER).stream().anyMatch(cluster -> {
            try {
                return Cluster.parseFrom(cluster.content()).getConnectTimeout().getSeconds() == 2;
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        });
    }
}
