package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.demo.node.CniFailedException;
import mesh.warren.demo.node.Pod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Envoy does not answer for a while: what cannot be served does not join, what was served goes on. */
@Tag("node")
class FailedAddTest {

    private static WholeNode node;
    private static WholePod client;

    @BeforeAll
    static void start() throws IOException {
        node = WholeNode.start();
        client = node.pod("client");
        Web.servedBy(node, node.pod("server"));
    }

    @AfterEach
    void goOn() throws IOException {
        node.signalEnvoy("CONT");
    }

    @AfterAll
    static void stop() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void nothingIsLeftOfAnAddThatFailed() throws IOException {
        List<String> kept = node.kept();
        node.signalEnvoy("STOP");
        CniFailedException failed = assertThrows(CniFailedException.class, () -> Pod.create(node.node(), node.chain(2), "shop", "late"));
        assertEquals(11, failed.code());
        assertTrue(failed.getMessage().contains("shop/late") && failed.getMessage().contains("Envoy has not acknowledged its door"), failed.getMessage());
        assertEquals(List.of(), files(node.kept(), kept), "no registry file");
        node.signalEnvoy("CONT");

        WholeNode.await("its pin is gone when Envoy has acknowledged", () -> node.kept().equals(kept));
        assertServed(client);
        WholePod next = node.pod("next");
        assertServed(next);
        next.close();
    }

    @Test
    void aRepeatedAddThatFailsLeavesThePodAsItWas() throws IOException {
        WholePod pod = node.pod("repeated");
        List<String> kept = node.kept();
        node.keepEnvoyAway();
        try {
            assertFails(pod);
            assertEquals(kept, node.kept());
        } finally {
            node.letEnvoyBack();
        }
        node.annotated("repeated", "warren.mesh/exclude-outbound-ports", "9999");
        node.keepEnvoyAway();
        try {
            assertFails(pod);
            assertEquals(kept, node.kept());
        } finally {
            node.letEnvoyBack();
        }
        WholeNode.await("served", () -> pod.call(Web.HTTP).startsWith("pod=server"));
        assertTrue(pod.captured());
        node.warrenBehind(pod, 20).add(pod.pod().conf());
        node.warrenBehind(pod, 20).check(pod.pod().conf());
        pod.close();
    }

    @Test
    void aPinStaysUntilEnvoyHasAcknowledgedThatTheDoorsAreGone() throws IOException {
        List<String> kept = node.kept();
        WholePod pod = node.pod("leaver");
        List<String> pins = new ArrayList<>(node.kept());
        pins.removeAll(kept);
        pins.removeIf(name -> name.endsWith(".json"));
        assertEquals(1, pins.size());
        node.signalEnvoy("STOP");
        pod.close();
        assertEquals(pins, added(node.kept(), kept), "DEL does not wait for Envoy, its pin does");
        node.signalEnvoy("CONT");
        WholeNode.await("its pin is gone", () -> node.kept().equals(kept));
    }

    private static void assertFails(WholePod pod) {
        CniFailedException failed = assertThrows(CniFailedException.class, () -> node.warrenBehind(pod, 2).add(pod.pod().conf()));
        assertEquals(11, failed.code(), failed.getMessage());
    }

    private static List<String> added(List<String> now, List<String> before) {
        List<String> added = new ArrayList<>(now);
        added.removeAll(before);
        return added;
    }

    private static List<String> files(List<String> now, List<String> before) {
        return added(now, before).stream().filter(name -> name.endsWith(".json")).toList();
    }

    private static void assertServed(WholePod pod) throws IOException {
        assertEquals("pod=server peer=" + pod.ipv4(), pod.call(Web.HTTP));
        assertFalse(node.envoy().isEmpty());
    }
}
