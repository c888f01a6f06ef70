package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import mesh.warren.demo.node.CniFailedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Envoy goes and comes back by itself. In order: the agent waits longer before each further start of an Envoy that keeps dying. */
@Tag("node")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EnvoyDeathTest {

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
    @Order(1)
    void killedItServesAgainByItself() throws IOException {
        long agent = node.agent().status().pid();
        long before = node.envoy().orElseThrow().pid();
        node.endEnvoy();
        long killed = System.nanoTime();
        awaitServed();
        System.out.println("Envoy killed: a new request was served " + (System.nanoTime() - killed) / 1_000_000 + " ms later");
        assertNotEquals(before, node.envoy().orElseThrow().pid());
        assertEquals(agent, node.agent().awaitSettled(WholeNode.PATIENCE).pid());
        WholePod later = node.pod("later");
        assertEquals("pod=server peer=" + later.ipv4(), later.call(Web.LINE));
        later.close();
    }

    @Test
    @Order(2)
    void bothKilledEverythingComesBack() throws IOException, InterruptedException {
        node.agent().killHard();
        node.endEnvoy();
        node.agent().start();
        node.agent().awaitSettled(WholeNode.PATIENCE);
        awaitServed();
        assertEquals(2, node.agent().status().pods().size());
    }

    @Test
    @Order(3)
    void whileItCannotBeStartedStatusAndCheckSayWhy() throws IOException {
        node.keepEnvoyAway();
        CniFailedException away = assertThrows(CniFailedException.class, () -> node.warrenAlone().status());
        assertEquals(51, away.code(), away.getMessage());
        assertTrue(away.getMessage().contains("Envoy is not running"), away.getMessage());

        CniFailedException check = assertThrows(CniFailedException.class, () -> node.warrenBehind(client, 5).check(client.pod().conf()));
        assertTrue(check.getMessage().contains("nothing listens on its doors"), check.getMessage());

        client.close();
        server.close();
        assertEquals(50, assertThrows(CniFailedException.class, () -> node.warrenAlone().status()).code(), "no pod could suffer");

        node.letEnvoyBack();
        node.warrenAlone().status();
        node.pod("new").close();
        WholeNode.await("nothing is kept of pods that left meanwhile", () -> node.kept().isEmpty());
    }

    private static void awaitServed() throws IOException {
        WholeNode.await("served again", () -> client.call(Web.HTTP).equals("pod=server peer=" + client.ipv4()));
    }
}
