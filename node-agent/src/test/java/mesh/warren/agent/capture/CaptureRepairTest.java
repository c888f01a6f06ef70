package mesh.warren.agent.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;
import mesh.warren.agent.netns.Interfaces;
import mesh.warren.agent.netns.ListeningSockets;
import mesh.warren.agent.netns.Netns;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What is noticed of a capture that is not what it should be. */
@Tag("node")
class CaptureRepairTest {

    private static final CapturePlan PLAN = CapturePlan.of(EnumSet.allOf(Family.class), CaptureAnnotations.parse(Map.of(
            CaptureAnnotations.EXCLUDE_OUTBOUND_PORTS, "22,9000-9010", CaptureAnnotations.EXCLUDE_OUTBOUND_CIDRS, "10.9.0.0/16,fd09::/16")));

    private final TestNetwork network = new TestNetwork();
    private final Capture capture = new Capture();
    private Path pod;

    @BeforeEach
    void prepare() throws IOException {
        pod = network.namespace("pod");
    }

    @AfterEach
    void takeDown() throws IOException {
        network.close();
    }

    @Test
    void whatWasAppliedIsIntactAlsoForAnAgentThatStartedAgain() throws IOException {
        assertEquals(new CaptureState.Missing(), capture.verify(pod, PLAN));
        capture.apply(pod, PLAN);
        assertEquals(new CaptureState.Intact(), capture.verify(pod, PLAN));
        assertEquals(new CaptureState.Intact(), new Capture().verify(pod, PLAN));
    }

    @Test
    void aNamespaceWithoutIpv6HasIpv4Alone() throws IOException {
        TestNetwork.exec(pod, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
        CapturePlan ipv4 = CapturePlan.of(EnumSet.of(Family.IPV4), Exclusions.NONE);
        capture.apply(pod, ipv4);
        assertEquals(new CaptureState.Intact(), capture.verify(pod, ipv4));
        capture.remove(pod);
        assertEquals(new CaptureState.Missing(), capture.verify(pod, ipv4));
    }

    @Test
    void anotherPlanIsNoticed() throws IOException {
        capture.apply(pod, PLAN);
        CaptureState state = capture.verify(pod, CapturePlan.of(EnumSet.allOf(Family.class), Exclusions.NONE));
        assertInstanceOf(CaptureState.Altered.class, state);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "nft insert rule inet warren outbound accept",
        "nft add rule inet warren inbound accept",
        "nft flush chain inet warren guard",
        "nft flush table inet warren",
        "ip rule del fwmark 0x53a",
        "ip -6 rule del fwmark 0x53a",
        "ip route flush table 1337",
        "ip -6 route flush table 1337",
        "sysctl -qw net.ipv4.tcp_fwmark_accept=0",
        "sysctl -qw net.ipv6.fwmark_reflect=0",
    })
    void whatAPodWithNetAdminBreaksIsNoticedAndRepaired(String command) throws IOException {
        capture.apply(pod, PLAN);
        TestNetwork.exec(pod, command.split(" "));
        assertInstanceOf(CaptureState.Altered.class, capture.verify(pod, PLAN));
        capture.apply(pod, PLAN);
        assertEquals(new CaptureState.Intact(), capture.verify(pod, PLAN));
    }

    @Test
    void aFlushedRulesetIsMissing() throws IOException {
        capture.apply(pod, PLAN);
        TestNetwork.exec(pod, "nft", "flush", "ruleset");
        assertEquals(new CaptureState.Missing(), capture.verify(pod, PLAN));
    }

    @Test
    void roundsLeaveNoDescriptorOpen() throws IOException {
        round();
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            round();
        }
        assertEquals(before, descriptors());
    }

    private void round() throws IOException {
        capture.apply(pod, PLAN);
        new Capture().verify(pod, PLAN);
        NetnsThread.call(pod, Interfaces::here);
        NetnsThread.call(pod, ListeningSockets::here);
        assertThrows(IOException.class, () -> NetnsThread.call(pod, () -> Nftables.run("nonsense")));
        assertThrows(IOException.class, () -> Netns.open(Path.of("/proc/self/status")));
        capture.remove(pod);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void tablesOfOthersAreLeftAlone() throws IOException {
        TestNetwork.exec(pod, "nft", "add", "table", "inet", "others");
        capture.apply(pod, PLAN);
        capture.remove(pod);
        assertEquals("table inet others", TestNetwork.exec(pod, "nft", "list", "tables").strip());
    }

    @Test
    void aRefusedTransactionChangesNothing() throws IOException {
        capture.apply(pod, PLAN);
        String message = assertThrows(NftException.class, () -> NetnsThread.call(pod,
                () -> Nftables.run("delete table inet warren\nadd rule inet nowhere x accept\n"))).getMessage();
        assertTrue(message.startsWith("nftables refused: "), message);
        assertEquals(new CaptureState.Intact(), capture.verify(pod, PLAN));
    }
}
