package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.agent.metrics.MetricsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The metrics of doors, read from the real Envoy. */
@Tag("node")
class DoorMetricsTest {

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
    void aPodsConnectionsAreCountedForItAndForNoPodThatIsNotThere() throws IOException {
        client.call(Web.HTTP);
        String metrics = metrics(List.of("shop/client"));
        assertTrue(metrics.lines().anyMatch(line ->
                line.matches("warren_door_connections_total\\{direction=\"outbound\",namespace=\"shop\",pod=\"client\"} [1-9].*")), metrics);
        assertFalse(metrics.contains("pod=\"server\""), metrics);
    }

    private static String metrics(List<String> pods) throws IOException {
        AgentStatus status = new AgentStatus("n", 1, new AgentStatus.Envoy(1, true, 1), true, Map.of(), Map.of(), pods.stream()
                .map(pod -> new AgentStatus.Pod(pod, pod, List.of(), true, "intact", Instant.EPOCH)).toList(), List.of());
        try (MetricsServer metrics = MetricsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> status,
                Optional::empty, node.admin());
                var answer = URI.create("http://127.0.0.1:" + metrics.address().getPort() + "/metrics").toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
