package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Service with an IPv4 and an IPv6 ClusterIP, from pods with both. */
@Tag("node")
class TwoFamiliesTest {

    private static WholeNode node;

    @BeforeAll
    static void start() throws IOException {
        node = WholeNode.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void theServerSeesThePodsOwnAddressOfTheFamilyCalled() throws IOException {
        WholePod client = node.pod("client");
        WholePod server = node.pod("server");
        Web.servedBy(node, server);
        assertEquals("pod=server peer=" + client.ipv4(), client.call(Web.HTTP));
        assertEquals("pod=server peer=" + client.ipv4(), client.call(Web.LINE));
        assertEquals("pod=server peer=" + client.ipv6(), client.call(Web.HTTP_IPV6));
        assertEquals("pod=server peer=" + client.ipv6(), client.call(Web.LINE_IPV6));
        assertEquals("pod=server peer=" + server.ipv6(), server.call(Web.HTTP_IPV6), "a pod that calls itself by its Service");
    }
}
