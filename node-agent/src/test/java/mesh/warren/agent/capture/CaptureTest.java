package mesh.warren.agent.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.netns.TestNetwork;
import mesh.warren.model.capture.CaptureAnnotations;
import mesh.warren.model.capture.CapturePlan;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.capture.Family;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where connections of a captured pod go. Doors are plain sockets here; what Envoy does behind them is shown elsewhere. */
@Tag("node")
class CaptureTest {

    private static final CapturePlan EVERYTHING = plan(Map.of());

    private final TestNetwork network = new TestNetwork();
    private final Deque<BannerServer> servers = new ArrayDeque<>();
    private final Capture capture = new Capture();
    private Path pod;
    private Path peer;

    @BeforeEach
    void prepare() throws IOException {
        pod = network.pod("pod", 11);
        peer = network.pod("peer", 12);
        serve(pod, "outbound4", "127.0.0.1", 15001);
        serve(pod, "outbound6", "::1", 15001);
        serve(pod, "inbound", "::", 15006); // both families: Java leaves IPV6_V6ONLY off
        serve(pod, "own4", "127.0.0.1", 8080);
        serve(pod, "own6", "::1", 8080);
        serve(pod, "app4", "10.77.0.11", 8080);
        serve(pod, "app6", "fd77::11", 8080);
        serve(peer, "peer4", "10.77.0.12", 8080);
        serve(peer, "peer6", "fd77::12", 8080);
    }

    @AfterEach
    void takeDown() throws IOException {
        for (BannerServer server : servers) {
            server.close();
        }
        network.close();
    }

    @Test
    void outboundGoesToTheOutboundDoorWhateverThePortAndTheDestination() throws IOException {
        capture.apply(pod, EVERYTHING);
        assertEquals("outbound4 10.77.0.11", Client.connect(pod, "10.77.0.12", 8080));
        assertEquals("outbound4 10.77.0.11", Client.connect(pod, "10.96.0.1", 443));
        assertEquals("outbound6 fd77::11", Client.connect(pod, "fd77::12", 8080));
        assertEquals("outbound6 fd77::11", Client.connect(pod, "fd96::1", 443));
    }

    @Test
    void inboundGoesToTheInboundDoorOnPortsThatNobodyServesToo() throws IOException {
        capture.apply(pod, EVERYTHING);
        assertEquals("inbound 10.77.0.12", Client.connect(peer, "10.77.0.11", 8080));
        assertEquals("inbound 10.77.0.12", Client.connect(peer, "10.77.0.11", 1));
        assertEquals("inbound fd77::12", Client.connect(peer, "fd77::11", 8080));
    }

    @Test
    void thePodsLoopbackStaysItsOwn() throws IOException {
        capture.apply(pod, EVERYTHING);
        assertEquals("own4 127.0.0.1", Client.connect(pod, "127.0.0.1", 8080));
        assertEquals("own6 ::1", Client.connect(pod, "::1", 8080));
    }

    @Test
    void envoysMarkPassesAndNoOther() throws IOException {
        capture.apply(pod, EVERYTHING);
        assertEquals("peer4 10.77.0.11", Client.connect(pod, CapturePlan.UPSTREAM_MARK, "10.77.0.12", 8080));
        assertEquals("peer6 fd77::11", Client.connect(pod, CapturePlan.UPSTREAM_MARK, "fd77::12", 8080));
        assertEquals("outbound4 10.77.0.11", Client.connect(pod, 7, "10.77.0.12", 8080));
        assertEquals("app4 10.77.0.11", Client.connect(pod, CapturePlan.UPSTREAM_MARK, "10.77.0.11", 8080));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 15001", "::1, 15001", "127.0.0.1, 15006", "::1, 15006", "127.0.0.2, 15006",
    })
    void aDoorRefusesThePodItselfAndEnvoy(String address, int port) throws IOException {
        capture.apply(pod, EVERYTHING);
        assertEquals("refused", Client.connect(pod, address, port));
        assertEquals("refused", Client.connect(pod, CapturePlan.UPSTREAM_MARK, address, port));
    }

    @ParameterizedTest
    @CsvSource({"10.77.0.11, 15006", "fd77::11, 15006", "10.77.0.11, 15001", "fd77::11, 15001"})
    void aDoorRefusesPeersAndEnvoyOnThePodsAddress(String address, int port) throws IOException {
        capture.apply(pod, EVERYTHING);
        assertEquals("refused", Client.connect(peer, address, port));
        assertEquals("refused", Client.connect(pod, CapturePlan.UPSTREAM_MARK, address, port));
    }

    @Test
    void aDoorOfTheSecondAddressIsRefusedThoughItsRedirectionWouldChangeTheAddress() throws IOException {
        TestNetwork.exec(pod, "ip", "addr", "add", "10.77.0.99/24", "dev", "eth0");
        capture.apply(pod, EVERYTHING);
        assertEquals("inbound 10.77.0.12", Client.connect(peer, "10.77.0.99", 8080));
        assertEquals("refused", Client.connect(peer, "10.77.0.99", 15006));
    }

    @Test
    void excludedPortsAndBlocksPassTheDoorsBy() throws IOException {
        capture.apply(pod, plan(Map.of(CaptureAnnotations.EXCLUDE_OUTBOUND_PORTS, "8000-8100")));
        assertEquals("peer4 10.77.0.11", Client.connect(pod, "10.77.0.12", 8080));
        assertEquals("outbound4 10.77.0.11", Client.connect(pod, "10.77.0.12", 8101));

        capture.apply(pod, plan(Map.of(CaptureAnnotations.EXCLUDE_OUTBOUND_CIDRS, "10.77.0.12,fd77::/64")));
        assertEquals("peer4 10.77.0.11", Client.connect(pod, "10.77.0.12", 8080));
        assertEquals("peer6 fd77::11", Client.connect(pod, "fd77::12", 8080));
        assertEquals("outbound4 10.77.0.11", Client.connect(pod, "10.77.0.13", 8080));

        capture.apply(pod, plan(Map.of(CaptureAnnotations.EXCLUDE_INBOUND_PORTS, "8080")));
        assertEquals("app4 10.77.0.12", Client.connect(peer, "10.77.0.11", 8080));
        assertEquals("inbound fd77::12", Client.connect(peer, "fd77::11", 8081));
    }

    @Test
    void onlyIncludedBlocksAreCapturedAndAnExclusionWins() throws IOException {
        capture.apply(pod, plan(Map.of(
                CaptureAnnotations.INCLUDE_OUTBOUND_CIDRS, "10.96.0.0/12,10.77.0.0/28,fd96::/16",
                CaptureAnnotations.EXCLUDE_OUTBOUND_CIDRS, "10.77.0.12/32")));
        assertEquals("outbound4 10.77.0.11", Client.connect(pod, "10.96.0.1", 443));
        assertEquals("outbound6 fd77::11", Client.connect(pod, "fd96::1", 443));
        assertEquals("peer4 10.77.0.11", Client.connect(pod, "10.77.0.12", 8080));
        assertEquals("peer6 fd77::11", Client.connect(pod, "fd77::12", 8080));
    }

    @Test
    void aFamilyWithoutDoorsIsRefusedInsteadOfPassed() throws IOException {
        capture.apply(pod, CapturePlan.of(EnumSet.of(Family.IPV4), Exclusions.NONE));
        assertEquals("outbound4 10.77.0.11", Client.connect(pod, "10.77.0.12", 8080));
        assertEquals("refused", Client.connect(peer, "fd77::11", 8080));
        assertEquals("refused", Client.connect(pod, CapturePlan.UPSTREAM_MARK, "fd77::12", 8080));
        assertEquals("own6 ::1", Client.connect(pod, "::1", 8080));
    }

    @Test
    void connectionsOutliveTheSamePlanAppliedAgainAndAnotherOne() throws IOException {
        capture.apply(pod, EVERYTHING);
        try (SocketChannel outbound = open(pod, "10.77.0.12"); SocketChannel inbound = open(peer, "fd77::11")) {
            assertEquals("outbound4", read(outbound).split(" ")[0]);
            assertEquals("inbound", read(inbound).split(" ")[0]);
            for (CapturePlan plan : List.of(EVERYTHING, plan(Map.of(CaptureAnnotations.EXCLUDE_OUTBOUND_PORTS, "8080")))) {
                capture.apply(pod, plan);
                for (SocketChannel connection : List.of(outbound, inbound)) {
                    connection.write(ByteBuffer.wrap("still there".getBytes(StandardCharsets.UTF_8)));
                    assertEquals("still there", read(connection));
                }
            }
        }
    }

    @Test
    void removedRulesCaptureNothingAndRemovingTwiceSucceeds() throws IOException {
        capture.apply(pod, EVERYTHING);
        capture.remove(pod);
        capture.remove(pod);
        assertEquals("peer4 10.77.0.11", Client.connect(pod, "10.77.0.12", 8080));
        assertEquals("app6 fd77::12", Client.connect(peer, "fd77::11", 8080));
        assertEquals("", TestNetwork.exec(pod, "nft", "list", "ruleset"));
    }

    private static SocketChannel open(Path netns, String address) throws IOException {
        return NetnsThread.call(netns, () -> SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral(address), 8080)));
    }

    private static String read(SocketChannel connection) throws IOException {
        connection.socket().setSoTimeout(2000);
        byte[] buffer = new byte[256];
        int length = connection.socket().getInputStream().read(buffer);
        return length < 0 ? "closed" : new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    private void serve(Path netns, String name, String address, int port) throws IOException {
        servers.add(new BannerServer(netns, name, address, port));
    }

    private static CapturePlan plan(Map<String, String> annotations) {
        return CapturePlan.of(EnumSet.allOf(Family.class), CaptureAnnotations.parse(annotations));
    }
}
