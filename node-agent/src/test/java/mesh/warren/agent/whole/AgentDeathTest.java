package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import mesh.warren.agent.admin.AgentStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The agent goes, in one way or the other, and comes back: Envoy and pods do not notice. */
@Tag("node")
class AgentDeathTest {

    /** What counts a listener, a cluster or a route that Envoy was sent, and what it did with it. */
    private static final Pattern TOUCHED = Pattern.compile(
            "listener_manager\\.(listener_(added|modified|removed|create_success|create_failure|in_place_updated)|lds\\.update_(success|rejected))"
            + "|listener_manager\\.fcds\\..*update_(success|rejected)|cluster_manager\\.(cluster_(added|modified|removed)|cds\\.update_(success|rejected))"
            + "|.*(rds|eds).*update_(success|rejected)|cluster\\..*\\.update_(success|rejected)");

    private static WholeNode node;
    private static WholePod client;
    private static WholePod server;

    @BeforeAll
    static void start() throws IOException {
        node = WholeNode.start();
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
    void killedUnderTrafficItLosesNothingAndTouchesNothing() throws IOException, InterruptedException {
        List<String> kept = node.kept();
        Map<String, Long> before = touched();
        assertFalse(before.isEmpty());
        long envoy = node.envoy().orElseThrow().pid();
        Traffic traffic = Traffic.start(client, List.of(Web.HTTP, Web.LINE), 8);
        traffic.awaitAnswers(200);

        node.agent().killHard();
        traffic.awaitAnswers(200);
        long started = System.nanoTime();
        node.agent().start();
        AgentStatus status = node.agent().awaitSettled(WholeNode.PATIENCE);
        System.out.println("agent back and settled in " + (System.nanoTime() - started) / 1_000_000 + " ms");
        traffic.awaitAnswers(200);

        assertEquals(before, touched(), "what Envoy was sent, and what it did with it");
        assertEquals(envoy, status.envoy().pid());
        assertEquals(0, status.envoy().starts());
        assertEquals(List.of("shop/client", "shop/server"), status.pods().stream().map(AgentStatus.Pod::name).toList());
        assertEquals(kept, node.kept(), "pins and registry");

        WholePod another = node.pod("another");
        assertEquals("pod=server peer=" + another.ipv4(), another.call(Web.HTTP));
        another.close();
        node.agent().awaitSettled(WholeNode.PATIENCE);
        WholeNode.await("the pod that left is forgotten", () -> node.kept().equals(kept));

        Traffic.Outcome outcome = traffic.stop();
        assertEquals(List.of(), outcome.lost(), "long connections lost, of 16");
        assertEquals(List.of(), outcome.failed());
        assertTrue(outcome.answers() > 600);
    }

    @Test
    void stoppedPolitelyItLeavesPodsServed() throws IOException, InterruptedException {
        Traffic traffic = Traffic.start(client, List.of(Web.HTTP, Web.LINE), 4);
        node.agent().close();
        assertTrue(node.envoy().isPresent());
        traffic.awaitAnswers(200);
        node.agent().start();
        node.agent().awaitSettled(WholeNode.PATIENCE);
        traffic.awaitAnswers(200);
        assertEquals(new Traffic.Outcome(0, List.of(), List.of()), withoutCount(traffic.stop()));
    }

    @Test
    void aSecondAgentOnTheSameFoldersIsRefused() throws IOException, InterruptedException {
        WholeNode.Ended second = node.runSecondAgent();
        assertEquals(1, second.status());
        assertTrue(second.said().contains("another agent runs on " + node.files().run()), second.said());
        assertTrue(node.agent().status().envoy().connected(), "the first one does not mind");
    }

    private static Traffic.Outcome withoutCount(Traffic.Outcome outcome) {
        return new Traffic.Outcome(0, outcome.lost(), outcome.failed());
    }

    private static Map<String, Long> touched() throws IOException {
        Map<String, Long> counters = new TreeMap<>();
        node.admin().stats().lines().map(line -> line.split(": ")).filter(line -> TOUCHED.matcher(line[0]).matches())
                .forEach(line -> counters.put(line[0], Long.parseLong(line[1])));
        return counters;
    }
}
