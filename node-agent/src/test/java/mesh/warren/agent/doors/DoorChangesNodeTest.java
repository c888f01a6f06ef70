package mesh.warren.agent.doors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a change of a door does to the connections that go through it, by a real Envoy. */
@Tag("node")
class DoorChangesNodeTest {

    @Test
    void aServiceOnANewPortCutsNoConnection() throws Exception {
        try (DoorNode node = new DoorNode("--drain-time-s", "1")) {
            PodNetwork pod = node.captured("a", 11);
            PodNetwork one = node.plain("one", 13);
            node.application(one, "::", 8080);
            BuiltinEnvoy before = Services.builtin(node.settings(),
                    Services.of("db", "10.96.0.1", "tcp", 5432, false, "10.77.0.13:8080"),
                    Services.of("web", "10.96.0.1", "http", 80, false, "10.77.0.13:8080"));
            node.serve(before, doors(pod, before));
            node.awaitDoors(pod);

            try (Socket connection = connect(pod, 5432)) {
                assertEquals("one 10.77.0.11", ask(connection));
                BuiltinEnvoy after = Services.builtin(node.settings(),
                        Services.of("db", "10.96.0.1", "tcp", 5432, false, "10.77.0.13:8080"),
                        Services.of("web", "10.96.0.1", "http", 80, false, "10.77.0.13:8080"),
                        Services.of("new", "10.96.0.2", "http", 8000, false, "10.77.0.13:8080"));
                node.serve(after, doors(pod, after));
                awaitStat(node, "listener_manager.listener_modified", 1);
                awaitStat(node, "listener_manager.total_listeners_draining", 0);
                assertEquals(1, node.stat("listener_manager.listener_in_place_updated"));
                assertEquals("one 10.77.0.11", ask(connection));
            }
            assertEquals("one 10.77.0.11", DoorNode.from(pod).get("10.96.0.2", 8000));
        }
    }

    private static PhysicalResource[] doors(PodNetwork pod, BuiltinEnvoy envoy) {
        return envoy.doors(ClientAddress.KEPT, DoorSettings.DEFAULT).doors(pod, envoy::plain).toArray(PhysicalResource[]::new);
    }

    /** From the pod to this port of a Service. */
    static Socket connect(PodNetwork pod, int port) throws IOException {
        return NetnsThread.call(Path.of(pod.pin()), () -> {
            Socket socket = new Socket();
            socket.setSoTimeout(5000);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("10.96.0.1"), port), 5000);
            return socket;
        });
    }

    /** One request on a connection that stays open; the first line of the answer's body. */
    static String ask(Socket connection) throws IOException {
        connection.getOutputStream().write("GET / HTTP/1.1\r\nHost: db\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0 || answer.indexOf("\n", answer.indexOf("\r\n\r\n") + 4) < 0) {
            int next = connection.getInputStream().read();
            assertTrue(next >= 0, "the connection was cut after: " + answer);
            answer.append((char) next);
        }
        String line = answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
        connection.getInputStream().skipNBytes(connection.getInputStream().available());
        return line;
    }

    static void awaitStat(DoorNode node, String name, long value) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (node.stat(name) != value) {
            assertTrue(System.nanoTime() < deadline, () -> name + " did not become " + value);
            Thread.sleep(20);
        }
    }
}
