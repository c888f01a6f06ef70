package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mesh.warren.agent.netns.NetnsThread;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each pod finds its own virtual Envoy on its own loopback, and nothing of its neighbour's. */
@Tag("node")
class PodViewNodeTest {

    private static final List<String> PAGES = List.of("/config_dump?include_eds", "/clusters", "/clusters?format=json", "/listeners",
            "/stats", "/stats?format=json", "/stats?format=prometheus", "/server_info", "/ready");

    private static WholeNode node;
    private static WholePod one;
    private static WholePod two;

    @BeforeAll
    static void start() throws IOException {
        node = WholeNode.start();
        one = node.pod("first-of-two");
        two = node.pod("second-of-two");
        Web.servedBy(node, two);
    }

    @AfterAll
    static void stop() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void noPageOfAPodNamesItsNeighbour() throws IOException {
        for (String page : PAGES) {
            String own = ok(one, page);
            assertFalse(own.contains("second-of-two"), page + ": " + own);
            assertFalse(own.contains(two.pod().conf().id().containerId()), page + ": " + own);
            assertFalse(own.contains("^"), page + " has a physical name: " + own);
            assertFalse(ok(two, page).contains("first-of-two"), page);
        }
    }

    @Test
    void theConfigDumpHasTheServicesByTheNamesThatThePodKnows() throws IOException {
        JsonNode configs = JsonMapper.builder().build().readTree(ok(one, "/config_dump?include_eds")).path("configs");
        List<String> types = configs.valueStream().map(config -> config.path("@type").asString().replaceAll(".*v3\\.", "")).toList();
        assertTrue(types.containsAll(List.of("BootstrapConfigDump", "ClustersConfigDump", "EndpointsConfigDump", "ListenersConfigDump")),
                types.toString());
        assertTrue(configs.toString().contains("\"name\":\"outbound\""), configs.toString());
    }

    @Test
    void theStatisticsAreThoseOfThePodsOwnDoors() throws IOException {
        two.call(Web.HTTP);
        long before = accepted(one);
        long neighbours = accepted(two);
        one.call(Web.HTTP);
        WholeNode.await("the connection to be counted", () -> accepted(one) == before + 1);
        assertEquals(neighbours, accepted(two));
        assertTrue(ok(one, "/stats").contains("# left out"), "says nothing of what is shared");
    }

    @Test
    void readinessIsAnsweredOnThePodsAddressWithoutItsDoors() throws IOException {
        String answer = NetnsThread.call(two.netns(), () -> get(one.ipv4(), 15021, "/healthz/ready"));
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }

    @Test
    void theViewIsBackWithTheAgent() throws Exception {
        node.agent().killHard();
        node.agent().start();
        WholeNode.await("the view of the pod", () -> {
            try {
                return ask(one, "/ready").startsWith("HTTP/1.1 200 ");
            } catch (IOException notYet) {
                return false;
            }
        });
        assertFalse(ok(one, "/config_dump").contains("second-of-two"));
    }

    private static long accepted(WholePod pod) {
        try {
            return ok(pod, "/stats?filter=outbound.downstream_cx_total").lines().filter(line -> line.startsWith("listener.outbound.downstream_cx_total: "))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1))).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ok(WholePod pod, String page) throws IOException {
        String answer = ask(pod, page);
        assertTrue(answer.startsWith("HTTP/1.1 200 "), page + ": " + answer);
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static String ask(WholePod pod, String page) throws IOException {
        return NetnsThread.call(pod.netns(), () -> get("127.0.0.1", 15000, page));
    }

    private static String get(String host, int port, String page) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("GET " + page + " HTTP/1.1\r\nhost: pod\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
