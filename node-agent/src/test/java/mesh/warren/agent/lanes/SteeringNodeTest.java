package mesh.warren.agent.lanes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.agent.netns.Netns;
import mesh.warren.agent.netns.TestNetwork;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernel does what it is told, by the statistics of real Envoys. */
@Tag("node")
class SteeringNodeTest {

    private static final int WORKERS = LaneEnvoyProcess.WORKERS;
    private static final int OUTBOUND = LaneEnvoyProcess.OUTBOUND;

    private final TestNetwork network = new TestNetwork();
    private Path pod;
    private Steering steering;

    @BeforeEach
    void start() throws IOException {
        pod = network.namespace("pod");
        steering = new Steering(new PodRecord(new PodUid("u"), PodName.parse("shop/a"), "c", "eth0", pod, Netns.identify(pod), pod, List.of(), Map.of()),
                InstantSource.system());
    }

    @AfterEach
    void stop() throws IOException {
        network.close();
    }

    @Test
    void aLaneIsTheWorkerOfItsNumberOverIpv4AndIpv6() throws Exception {
        try (LaneEnvoyProcess envoy = new LaneEnvoyProcess(pod); EnvoySockets sockets = EnvoySockets.of(envoy.id())) {
            for (int worker : new int[] {2, 0, 3, 1}) {
                assertEquals(4, steer(worker, sockets), "two doors with two addresses each");
                long[] before = envoy.accepted(OUTBOUND);
                NewConnections.some(pod, "127.0.0.1", OUTBOUND, 15);
                NewConnections.some(pod, "::1", OUTBOUND, 15);
                before[worker] += 30;
                assertArrayEquals(before, envoy.accepted(OUTBOUND), "worker " + worker);
            }
            assertEquals(WORKERS * 30, steering.connections(), "counted by the kernel");
        }
    }

    @Test
    void fourHundredMovesUnderNewConnectionsFailNone() throws Exception {
        try (LaneEnvoyProcess envoy = new LaneEnvoyProcess(pod); EnvoySockets sockets = EnvoySockets.of(envoy.id());
                NewConnections load = new NewConnections(pod, "127.0.0.1", OUTBOUND, 4)) {
            for (int move = 0; move < 400; move++) {
                steer(move % WORKERS, sockets);
            }
            LaneEnvoyProcess.await("some more are served", () -> load.served() > 500);
            load.close();
            assertEquals(List.of(), load.failed());
            assertTrue(Arrays.stream(envoy.accepted(OUTBOUND)).allMatch(count -> count > 0), "every worker had some");
            System.out.println("400 moves under " + load.served() + " new connections");
        }
    }

    @Test
    void aSecondEnvoyTakesADoorOverAndTheFirstMayGo() throws Exception {
        try (LaneEnvoyProcess first = new LaneEnvoyProcess(pod); EnvoySockets old = EnvoySockets.of(first.id())) {
            steer(1, old);
            try (LaneEnvoyProcess second = new LaneEnvoyProcess(pod); EnvoySockets fresh = EnvoySockets.of(second.id());
                    NewConnections load = new NewConnections(pod, "127.0.0.1", OUTBOUND, 4)) {
                LaneEnvoyProcess.await("the first still serves", () -> load.served() > 100);
                assertEquals(0, Arrays.stream(second.accepted(OUTBOUND)).sum(), "the second has no connection yet");

                steer(2, fresh);
                LaneEnvoyProcess.await("connections of the first have ended", () -> first.active() == 0);
                long[] before = first.accepted(OUTBOUND);
                long then = load.served();
                LaneEnvoyProcess.await("some more are served", () -> load.served() > then + 100);
                assertArrayEquals(before, first.accepted(OUTBOUND), "the first has no new connection");
                first.close();

                for (int worker = 0; worker < WORKERS; worker++) {
                    steer(worker, fresh); // the group's order is another one now
                    long[] earlier = second.accepted(OUTBOUND);
                    NewConnections.some(pod, "::1", OUTBOUND, 10);
                    long[] later = second.accepted(OUTBOUND);
                    assertTrue(later[worker] >= earlier[worker] + 10, "worker " + worker);
                }
                load.close();
                assertEquals(List.of(), load.failed());
            }
        }
    }

    @Test
    void aDoorThatIsBoundAnewIsSteeredAnew() throws Exception {
        try (LaneEnvoyProcess first = new LaneEnvoyProcess(pod); EnvoySockets old = EnvoySockets.of(first.id())) {
            steer(3, old);
        }
        try (LaneEnvoyProcess second = new LaneEnvoyProcess(pod); EnvoySockets fresh = EnvoySockets.of(second.id())) {
            List<DoorAddress> doors = steering.look(List.of(fresh), new HashMap<>());
            for (DoorAddress door : doors) {
                assertEquals(-1, steering.worker(door), "nothing is steered yet, and that is seen");
            }
            steer(3, fresh);
            NewConnections.some(pod, "127.0.0.1", OUTBOUND, 20);
            assertEquals(20, second.accepted(OUTBOUND)[3]);
        }
    }

    @Test
    void theNextAgentFindsWhatThisOneAttached() throws Exception {
        try (LaneEnvoyProcess envoy = new LaneEnvoyProcess(pod); EnvoySockets sockets = EnvoySockets.of(envoy.id())) {
            steer(1, sockets);
            NewConnections.some(pod, "127.0.0.1", OUTBOUND, 5);
            Steering next = new Steering(steering.pod(), InstantSource.system());
            for (DoorAddress door : next.look(List.of(sockets), Selector.attached())) {
                assertEquals(1, next.worker(door));
            }
            assertEquals(5, next.connections());
                    }
    }

    /** How many doors were steered to this worker. */
    private int steer(int worker, EnvoySockets sockets) throws IOException {
        int steered = 0;
        for (DoorAddress door : steering.look(List.of(sockets), new HashMap<>())) {
            DoorFound found = steering.steer(door, worker);
            assertEquals(worker, found.worker());
            steered++;
        }
        return steered;
    }
}
