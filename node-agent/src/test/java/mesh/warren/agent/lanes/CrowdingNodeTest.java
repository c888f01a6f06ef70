package mesh.warren.agent.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mesh.warren.agent.netns.Netns;
import mesh.warren.agent.netns.TestNetwork;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.lanes.LaneSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pod that crowds its lane, by what the kernel counts of a real Envoy, is moved aside for as long as it does. */
@Tag("node")
class CrowdingNodeTest {

    /** Three homes and a side lane; sooner busy and sooner calm than in life. */
    private static final LaneSettings SETTINGS = new LaneSettings(LaneEnvoyProcess.WORKERS, 0.06, 0.04, 1.4, 2, 0.01, 2);
    private static final int SIDE = 3;

    @Test
    void whoCrowdsIsMovedAsideAndComesHomeAndNobodyElseMoves() throws Exception {
        try (TestNetwork network = new TestNetwork()) {
            Path loud = network.namespace("a");
            Path other = network.namespace("b");
            Path quiet = network.namespace("c");
            try (LaneEnvoyProcess envoy = new LaneEnvoyProcess(loud, other, quiet);
                    Lanes lanes = new Lanes(SETTINGS, Set.of(LaneEnvoyProcess.OUTBOUND, LaneEnvoyProcess.INBOUND), InstantSource.system())) {
                lanes.begin();
                lanes.pods(registry(Map.of("a", loud, "b", other, "c", quiet)));
                lanes.started(envoy.id(), false);
                LaneEnvoyProcess.await("all doors are steered", () -> lanes.report().join().pods().stream()
                        .allMatch(pod -> pod.doors().size() == 4 && pod.doors().stream().allMatch(door -> door.worker() == pod.lane())));
                assertEquals(lane(lanes, "a"), lane(lanes, "c"), "two of three pods share a lane, so that others find an empty one");
                int home = lane(lanes, "a");

                try (NewConnections load = new NewConnections(loud, "127.0.0.1", LaneEnvoyProcess.OUTBOUND, 4)) {
                    LaneEnvoyProcess.await("the loud pod is moved aside", () -> lane(lanes, "a") == SIDE);
                    long before = envoy.accepted(LaneEnvoyProcess.OUTBOUND)[SIDE];
                    LaneEnvoyProcess.await("its new connections are there", () -> envoy.accepted(LaneEnvoyProcess.OUTBOUND)[SIDE] > before + 100);
                    load.close();
                    assertEquals(List.of(), load.failed(), "no connection was cut");
                }
                LaneEnvoyProcess.await("it comes home", () -> lane(lanes, "a") == home);
                LaneReport report = lanes.report().join();
                assertEquals(List.of("shop/a", "shop/a"), report.moves().stream().map(LaneReport.Move::pod).toList());
                assertEquals(home, lane(lanes, "c"));
                assertEquals(Scheduling.SIDE.nice(), Scheduling.of(WorkerThreads.of(envoy.id().pid()).threads().get(SIDE)).nice());
                assertEquals(0, Scheduling.of(WorkerThreads.of(envoy.id().pid()).threads().get(home)).nice());
                assertTrue(report.lanes().get(SIDE).side());
            }
        }
    }

    private static int lane(Lanes lanes, String pod) {
        return lanes.report().join().pods().stream().filter(one -> one.name().equals("shop/" + pod)).findFirst().orElseThrow().lane();
    }

    private static RegistrySnapshot registry(Map<String, Path> pods) throws IOException {
        TreeMap<PodUid, PodRecord> records = new TreeMap<>();
        for (Map.Entry<String, Path> pod : pods.entrySet()) {
            PodUid uid = new PodUid(pod.getKey());
            records.put(uid, new PodRecord(uid, PodName.parse("shop/" + pod.getKey()), pod.getKey(), "eth0", pod.getValue(),
                    Netns.identify(pod.getValue()), pod.getValue(), List.of(), Map.of()));
        }
        return new RegistrySnapshot(records);
    }
}
