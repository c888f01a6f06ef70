package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mesh.warren.agent.admin.AdminQuestion;
import mesh.warren.agent.lanes.DoorFound;
import mesh.warren.agent.lanes.LaneReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The agent pins doors to Envoy's workers, and finds them pinned again. Envoy's own statistics say who got what. */
@Tag("node")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LanesTest {

    private static final int WORKERS = 8;
    private static final int CALLS = 16;

    private static WholeNode node;
    private static WholePod client;
    private static WholePod server;

    @BeforeAll
    static void start() throws IOException {
        node = WholeNode.start(WORKERS);
        client = node.pod("client");
        server = node.pod("server");
        Web.servedBy(node, server);
    }

    @AfterAll
    static void stop() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Order(1)
    void aPodsConnectionsGoToOneWorkerWhateverDies() throws IOException, InterruptedException {
        int lane = worker(client);
        assertNotEquals(lane, worker(server), "pods spread over lanes");

        node.agent().killHard();
        assertEquals(lane, worker(client), "pinned without an agent");
        node.agent().start();
        node.agent().awaitSettled(WholeNode.PATIENCE);
        assertEquals(lane, worker(client), "and where it was with the next one");

        node.endEnvoy();
        WholeNode.await("served again", () -> client.call(Web.HTTP).startsWith("pod=server"));
        assertEquals(lane, worker(client), "and with the next Envoy");
    }

    @Test
    @Order(2)
    void whatIsReportedIsWhatTheKernelShows() throws IOException {
        LaneReport report = AdminQuestion.ask(node.files().adminSocket(), "lanes", LaneReport.class);
        LaneReport.Pod pod = report.pods().stream().filter(one -> one.name().equals("shop/client")).findFirst().orElseThrow();
        assertEquals(worker(client), pod.lane());
        assertEquals(Set.of(15001, 15006), pod.doors().stream().map(DoorFound::port).collect(Collectors.toSet()));
        assertEquals(Set.of(pod.lane()), pod.doors().stream().map(DoorFound::worker).collect(Collectors.toSet()));
        assertEquals(Set.of(node.envoy().orElseThrow().pid()), pod.doors().stream().map(DoorFound::envoy).collect(Collectors.toSet()));
        assertTrue(pod.connections() >= CALLS, "counted by the kernel: " + pod);
        assertEquals(WORKERS, report.lanes().size());
        assertEquals("", report.problem());
    }

    @Test
    @Order(3)
    void whereTheKernelRefusesAnyWorkerServesAndStatusSaysWhy() throws IOException, InterruptedException {
        node.agent().killHard();
        node.takeFromAgent("sys_ptrace");
        node.agent().start();
        node.endEnvoy();
        WholeNode.await("served again", () -> client.call(Web.HTTP).startsWith("pod=server"));
        WholeNode.await("status says so", () -> node.agent().status().problems().stream().anyMatch(problem ->
                problem.startsWith("lanes: doors are not pinned") && problem.contains("CAP_SYS_PTRACE")));
        List<Long> before = accepted(client);
        for (int i = 0; i < 3 * CALLS; i++) {
            client.call(Web.HTTP);
        }
        List<Long> after = accepted(client);
        assertTrue(IntStream.range(0, WORKERS).filter(worker -> after.get(worker) > before.get(worker)).count() > 1, "by the kernel's hash: " + after);
    }

    /** The one worker to which all of some connections from the pod go. */
    private static int worker(WholePod pod) throws IOException {
        List<Integer> workers = new ArrayList<>();
        WholeNode.await("all connections of " + pod.pod().name() + " go to one worker", () -> {
            List<Long> before = accepted(pod);
            for (int i = 0; i < CALLS; i++) {
                pod.call(Web.HTTP);
            }
            List<Long> after = accepted(pod);
            workers.clear();
            for (int worker = 0; worker < WORKERS; worker++) {
                if (after.get(worker) > before.get(worker)) {
                    workers.add(worker);
                }
            }
            return workers.size() == 1;
        });
        return workers.getFirst();
    }

    /** By worker: how many connections it accepted from the pod's outbound door. */
    private static List<Long> accepted(WholePod pod) throws IOException {
        Pattern line = Pattern.compile("listener\\.door\\.shop/" + pod.pod().name() + "\\.outbound\\.worker_(\\d+)\\.downstream_cx_total: (\\d+)");
        Long[] accepted = new Long[WORKERS];
        Arrays.fill(accepted, 0L);
        node.admin().stats().lines().map(line::matcher).filter(Matcher::matches)
                .forEach(found -> accepted[Integer.parseInt(found.group(1))] = Long.parseLong(found.group(2)));
        return List.of(accepted);
    }
}
