package mesh.warren.agent.doors;

import static mesh.warren.agent.doors.DoorNode.from;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Services through the doors of two pods, by a real Envoy: what kube-proxy would do, from each pod's own address. */
@Tag("node")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServicesNodeTest {

    private DoorNode node;
    private PodNetwork a;
    private PodNetwork b;
    private BuiltinEnvoy envoy;
    private Application server;

    @BeforeAll
    void prepare() throws Exception {
        node = new DoorNode();
        a = node.captured("a", 11);
        b = node.captured("b", 12);
        PodNetwork one = node.plain("one", 13);
        PodNetwork two = node.plain("two", 14);
        server = node.application(one, "::", 8080);
        node.application(two, "::", 8080);
        node.application(a, "127.0.0.1", 7000);
        node.application(b, "127.0.0.1", 7000);
        node.application(b, "::", 9090);
        envoy = Services.builtin(node.settings(),
                Services.of("web", "10.96.0.1", "http", 80, false, "10.77.0.13:8080"),
                Services.of("db", "10.96.0.1", "tcp", 5432, false, "10.77.0.13:8080"),
                Services.of("odd", "10.96.0.2", "tcp", 80, false, "10.77.0.13:8080"),
                Services.of("more", "10.96.0.10", "http", 80, false, "10.77.0.13:8080"),
                Services.of("web6", "fd00:96::1", "http", 80, false, "[fd77::13]:8080"),
                Services.of("db6", "fd00:96::1", "tcp", 5432, false, "[fd77::13]:8080"),
                Services.of("loop", "10.96.0.3", "http", 80, false, "127.0.0.1:7000"),
                Services.of("none", "10.96.0.4", "http", 80, false),
                Services.of("no-db", "10.96.0.4", "tcp", 5432, false),
                Services.of("sticky", "10.96.0.5", "http", 80, true, "10.77.0.13:8080", "10.77.0.14:8080"),
                Services.of("sticky-db", "10.96.0.5", "tcp", 5432, true, "10.77.0.13:8080", "10.77.0.14:8080"),
                Services.of("half", "10.96.0.6", "http", 80, false, "10.77.0.13:8080", "10.77.0.13:1"),
                Services.of("half-db", "10.96.0.6", "tcp", 5432, false, "10.77.0.13:8080", "10.77.0.13:1"),
                Services.of("far", "192.0.2.1", "http", 8000, false, "10.77.0.13:8080"));
        node.serve(envoy, door(a), inbound(a), door(b), inbound(b));
        node.awaitDoors(a, b);
    }

    @AfterAll
    void takeDown() throws Exception {
        node.close();
    }

    @Test
    void eachPodCallsFromItsOwnAddress() throws Exception {
        assertEquals("one 10.77.0.11", from(a).get("10.96.0.1", 80));
        assertEquals("one 10.77.0.12", from(b).get("10.96.0.1", 80));
        assertEquals("one 10.77.0.11", from(a).get("10.96.0.1", 5432));
        assertEquals("one 10.77.0.12", from(b).get("10.96.0.1", 5432));
    }

    @Test
    void eachPodCallsFromItsOwnIpv6Address() throws Exception {
        assertEquals("one fd77::11", from(a).get("fd00:96::1", 80));
        assertEquals("one fd77::12", from(b).get("fd00:96::1", 80));
        assertEquals("one fd77::11", from(a).get("fd00:96::1", 5432));
    }

    @Test
    void eachPodsLoopbackIsItsOwn() throws Exception {
        assertEquals("a 127.0.0.1", from(a).get("10.96.0.3", 80));
        assertEquals("b 127.0.0.1", from(b).get("10.96.0.3", 80));
    }

    @Test
    void aPortOnWhichMostSpeakHttpStaysTcpForTheOneThatDoesNot() throws Exception {
        assertEquals("one 10.77.0.11", from(a).get("10.96.0.2", 80));
        assertTrue(node.stat("tcp.local/dispatch.downstream_cx_total") > 0);
    }

    @Test
    void aServiceOutsideTheServiceRangesIsServed() throws Exception {
        assertEquals("one 10.77.0.11", from(a).get("192.0.2.1", 8000));
        assertEquals("closed", from(a).get("192.0.2.1", 8001));
    }

    @Test
    void withoutEndpointsHttpSays503AndTcpIsClosed() throws Exception {
        assertEquals("HTTP/1.1 503 Service Unavailable", from(a).get("10.96.0.4", 80));
        assertEquals("closed", from(a).get("10.96.0.4", 5432));
    }

    @Test
    void anAddressOfNoServiceInTheServiceRangesIsNotPassedOn() throws Exception {
        assertEquals("HTTP/1.1 503 Service Unavailable", from(a).get("10.96.0.99", 80));
        assertEquals("closed", from(a).get("10.96.0.99", 1234));
    }

    @Test
    void unknownDestinationsPassUnchanged() throws Exception {
        assertEquals("one 10.77.0.11", from(a).get("10.77.0.13", 8080));
        assertEquals("one fd77::11", from(a).get("fd77::13", 8080));
        assertEquals("closed", from(a).get("10.77.0.13", 1));
    }

    @Test
    void oneClientStaysWithOneEndpointWhereTheServiceWantsIt() throws Exception {
        for (int port : new int[] {80, 5432}) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 12; i++) {
                seen.add(from(a).get("10.96.0.5", port));
            }
            assertEquals(1, seen.size(), seen::toString);
        }
    }

    @Test
    void anEndpointThatIsGoneCostsNoRequest() throws Exception {
        for (int i = 0; i < 12; i++) {
            assertEquals("one 10.77.0.11", from(a).get("10.96.0.6", 80));
            assertEquals("one 10.77.0.11", from(a).get("10.96.0.6", 5432));
        }
    }

    @Test
    void theAddressDialledDecidesAndHttpPassesAsItCame() throws Exception {
        String head = "GET /a//b/../c%2f?q=%20 HTTP/1.1\r\nHost: 10.96.0.4\r\nx-FOO: 1\r\nX-Forwarded-For: 10.1.1.1\r\n"
                + "X-Warren-Cluster: local/10.96.0.4:80\r\nX-Request-Id: mine\r\nConnection: close\r\n\r\n";
        String answer = from(a).send("10.96.0.1", 80, head);
        String[] parts = answer.split("\r\n\r\n", 2);
        assertEquals("one 10.77.0.11\n" + head.replace("X-Warren-Cluster: local/10.96.0.4:80\r\n", "").replace("Connection: close\r\n", ""),
                parts[1]);
        assertEquals("HTTP/1.1 200 OK\r\nX-CaSe: Kept\r\nDate: today\r\nContent-Length: " + parts[1].length() + "\r\nconnection: close", parts[0]);
    }

    @Test
    void aForwardedProtocolIsLeftAsTheClientSaidIt() throws Exception {
        String answer = from(a).send("10.96.0.1", 80,
                "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n");
        assertTrue(answer.contains("\r\nX-Forwarded-Proto: https\r\n"), answer);
    }

    @Test
    void theInboundDoorHandsToTheApplicationFromTheClientsAddress() throws Exception {
        assertEquals("b 10.77.0.11", from(a).get("10.77.0.12", 9090));
        assertEquals("b fd77::11", from(a).get("fd77::12", 9090));
        assertEquals("b 10.77.0.254", new Caller(node.node()).get("10.77.0.12", 9090));
        assertTrue(node.stat("tcp.local/inbound.downstream_cx_total") >= 3);
    }

    private PhysicalResource door(PodNetwork pod) {
        return envoy.doors(ClientAddress.KEPT, DoorSettings.DEFAULT).doors(pod, envoy::plain).getFirst();
    }

    private PhysicalResource inbound(PodNetwork pod) {
        return envoy.doors(ClientAddress.KEPT, DoorSettings.DEFAULT).doors(pod, envoy::plain).getLast();
    }
}
