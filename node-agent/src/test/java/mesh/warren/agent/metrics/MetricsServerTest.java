package mesh.warren.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class MetricsServerTest {

    private volatile List<AgentStatus.Pod> pods = List.of(pod("web", "intact"));
    private volatile Optional<String> notReady = Optional.empty();
    private MetricsServer server;

    @BeforeEach
    void start() throws Exception {
        AdminClient nobody = new AdminClient(Path.of("/nonexistent/admin.sock"), Duration.ofSeconds(1));
        server = MetricsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this::status, () -> notReady, nobody);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPodThatLeftHasNoSeries() throws Exception {
        assertTrue(get("/metrics").body().contains("warren_pod_verified_timestamp_seconds{namespace=\"shop\",pod=\"web\"} 1.0"));
        pods = List.of();
        String after = get("/metrics").body();
        assertFalse(after.contains("pod=\"web\""), after);
        assertTrue(after.contains("warren_pods 0.0"), after);
    }

    @Test
    void aPodWhoseCaptureIsNotAsWantedIsNotServed() throws Exception {
        assertTrue(get("/metrics").body().contains("warren_pods_served 1.0"));
        pods = List.of(pod("web", "missing"));
        assertTrue(get("/metrics").body().contains("warren_pods_served 0.0"));
    }

    @Test
    void readinessSaysWhyNot() throws Exception {
        assertEquals(200, get("/readyz").statusCode());
        notReady = Optional.of("Envoy is not running");
        HttpResponse<String> answer = get("/readyz");
        assertEquals(503, answer.statusCode());
        assertEquals("Envoy is not running\n", answer.body());
        assertEquals(200, get("/livez").statusCode());
    }

    @Test
    void doorsAreReadFromEnvoysOwnNames() {
        var stats = DoorStats.parse("""
                listener.door.shop/web.v1.outbound.downstream_cx_total: 7
                listener.door.shop/web.v1.outbound.worker_0.downstream_cx_total: 4
                listener.door.shop/web.v1.inbound.downstream_cx_active: 2
                listener.admin.downstream_cx_total: 9
                """);
        PodName web = new PodName(new Tenant("shop"), "web.v1");
        assertEquals(Map.of("downstream_cx_total", Map.of(new DoorStats.Key(web, "outbound"), 7L),
                "downstream_cx_active", Map.of(new DoorStats.Key(web, "inbound"), 2L)), stats);
    }

    private AgentStatus status() {
        return new AgentStatus("n1", 1, new AgentStatus.Envoy(2, true, 1), true, Map.of("CLUSTER", new AgentStatus.Amount(3, 4)),
                Map.of(), pods, List.of());
    }

    private static AgentStatus.Pod pod(String name, String capture) {
        return new AgentStatus.Pod("shop/" + name, "u-" + name, List.of(), true, capture, Instant.ofEpochSecond(1));
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.address().getPort() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
