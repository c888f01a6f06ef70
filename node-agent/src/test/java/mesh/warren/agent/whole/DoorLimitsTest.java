package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The limits of doors, on the real Envoy: what one pod does too much of is its own loss. */
@Tag("node")
class DoorLimitsTest {

    private static final int MOST = 20;
    private static final int PER_SECOND = 30;

    private static WholeNode node;
    private static WholePod loud;
    private static WholePod quiet;

    @BeforeAll
    static void start() throws IOException {
        node = WholeNode.start(2, """
                limits:
                  connections: %d
                  connectionsPerSecond: %d
                """.formatted(MOST, PER_SECOND));
        loud = node.pod("loud");
        quiet = node.pod("quiet");
        // Two, so that the connections of one pod do not fill the inbound door of the only server.
        Web.servedBy(node, node.pod("server-1"), node.pod("server-2"));
        limitsAreSet();
    }

    @AfterAll
    static void stop() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aPodThatHasTooManyConnectionsGetsNoMoreAndItsNeighbourDoes() throws Exception {
        List<LongConnection> open = new ArrayList<>();
        try {
            assertThrows(IOException.class, () -> {
                while (open.size() <= MOST) {
                    LongConnection connection = loud.connect(Web.LINE);
                    connection.ask();
                    open.add(connection);
                    Thread.sleep(1_000 / PER_SECOND * 2); // below the other limit
                }
            });
            assertEquals(MOST, open.size());
            quiet.call(Web.LINE);
            open.removeFirst().close();
            WholeNode.await("a place is free again", () -> !loud.call(Web.LINE).isEmpty());
        } finally {
            for (LongConnection connection : open) {
                connection.close();
            }
        }
    }

    @Test
    void aPodThatConnectsTooOftenLosesTheRestAndItsNeighbourNone() throws IOException {
        int lost = 0;
        for (int i = 0; i < PER_SECOND * 3; i++) {
            try (LongConnection connection = loud.connect(Web.LINE)) {
                connection.ask();
            } catch (IOException e) {
                lost++;
            }
            if (i % PER_SECOND == 0) {
                quiet.call(Web.LINE);
            }
        }
        assertTrue(lost > 0, "none was refused");
        assertTrue(lost < PER_SECOND * 3, "all were refused");
    }

    @Test
    void theLimitIsBackAfterEnvoyDied() throws IOException {
        long before = node.envoy().orElseThrow().pid();
        node.signalEnvoy("KILL");
        WholeNode.await("another Envoy runs", () -> node.envoy().filter(envoy -> envoy.pid() != before).isPresent());
        limitsAreSet();
    }

    private static void limitsAreSet() throws IOException {
        WholeNode.await("the doors have their limits", () -> {
            String runtime = node.admin().get("/runtime");
            return runtime.split("envoy.resource_limits.listener.shop/", -1).length - 1 == 8 && runtime.contains("\"" + MOST + "\"");
        });
    }
}
