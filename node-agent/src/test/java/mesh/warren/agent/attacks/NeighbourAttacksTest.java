package mesh.warren.agent.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.whole.WholeNode;
import mesh.warren.agent.whole.WholePod;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pod that aims at its neighbour, at the agent, or at what the agent has put into its own network namespace. */
@Tag("attacks")
@ExtendWith(Arena.Open.class)
class NeighbourAttacksTest {

    private static final String OWN = "network namespaces";

    private final Arena arena = Arena.open();

    @Test
    void theLoopbackIsOnesOwn() throws Exception {
        arena.attack(attack("the victim's application on 127.0.0.1", OWN), () -> {
            String answer = arena.evil().call(URI.create("http://127.0.0.1:8080"));
            assertTrue(answer.startsWith("pod=evil "), answer);
            return "its own answers";
        });
    }

    @Test
    void theAdminViewOfAnotherPod() throws Exception {
        arena.attack(attack("the victim's admin view", "it listens on the pod's loopback only"), () -> closed(arena.victim().ipv4(), 15000));
    }

    @Test
    void theOutboundDoorOfAnotherPod() throws Exception {
        arena.attack(attack("the victim's outbound door", "it listens on the pod's loopback only"), () -> closed(arena.victim().ipv4(), 15001));
    }

    @Test
    void theInboundDoorOfAnotherPod() throws Exception {
        arena.attack(attack("the victim's inbound door, by its port", "a door's own address is no destination"), () -> closed(arena.victim().ipv4(), 15006));
    }

    @Test
    void ownDoorsWithoutCapture() throws Exception {
        arena.attack(attack("200 connections to its own outbound door, by its port", "a door's own address is no destination"), () -> {
            for (int i = 0; i < 200; i++) {
                closed("127.0.0.1", 15001);
            }
            return "each is closed, none loops";
        });
    }

    private String closed(String host, int port) throws IOException {
        try (Raw raw = Raw.open(arena.evil(), host, port)) {
            Frames.flood(raw, 1, _ -> "GET / HTTP/1.1\r\nhost: t\r\n\r\n".getBytes());
            String answer = raw.rest();
            assertFalse(answer.contains(" 200 "), answer);
            return "closed";
        } catch (ConnectException refused) {
            return "refused";
        }
    }

    @Test
    void theVictimsAddress() throws Exception {
        arena.attack(attack("the victim's address as its own source", OWN), () -> {
            assertThrows(IOException.class, () -> NetnsThread.call(arena.evil().netns(), () -> {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.bind(new InetSocketAddress(arena.victim().ipv4(), 4_000));
                    return null;
                }
            }));
            String answer = arena.evil().call(Arena.TARGET);
            assertTrue(answer.endsWith("peer=" + arena.evil().ipv4()), answer);
            return "not its to bind; servers see its own";
        });
    }

    @Test
    void theSocketsOfTheAgent() throws Exception {
        arena.attack(attack("the agent's and Envoy's Unix sockets", "none is abstract, all are files of the node"), () -> {
            String sockets = arena.evil().pod().run(List.of("cat", "/proc/net/unix"));
            assertFalse(sockets.contains("@") || sockets.contains(arena.node().files().folder().toString()), sockets);
            return "none is there";
        });
    }

    @Test
    void theDoorsPortIsTaken() throws Exception {
        arena.attack(attack("a process that listens on the door's port before ADD", "ADD fails, or the port is Envoy's alone"), () -> {
            WholePod early = arena.node().pod("evil", "early", arena.node().plainChain());
            try (ServerSocket taken = NetnsThread.call(early.netns(), () -> {
                ServerSocket socket = new ServerSocket();
                socket.bind(new InetSocketAddress("127.0.0.1", 15001));
                return socket;
            })) {
                IOException failed = assertThrows(IOException.class, () -> arena.node().warrenBehind(early, 3).add(early.pod().conf()));
                assertTrue(failed.getMessage().contains("evil/early"), failed.getMessage());
                assertTrue(taken.isBound());
            } finally {
                arena.node().warrenAlone().del(early.pod().conf());
            }
            return "ADD fails and names the pod";
        });
    }

    @Test
    void rewritesItsOwnRules() throws Exception {
        arena.attack(attack("a pod with NET_ADMIN that removes its own capture", "the agent puts it back; network namespaces"), () -> {
            arena.evil().pod().run(List.of("nft", "flush", "ruleset"));
            assertFalse(Capture.tables(arena.evil().netns()).contains("inet warren"));
            assertFalse(arena.victim().call(URI.create("http://10.96.0.10:80")).isEmpty());
            WholeNode.await("capture is back", () -> arena.evil().captured());
            return "put back; meanwhile only its own traffic was not routed";
        });
    }

    @Test
    void theNamespaceIsGoneBeforeAdd() throws Exception {
        arena.attack(attack("a pod whose network namespace is gone before ADD", "ADD opens it, and looks"), () -> {
            WholePod dead = arena.node().pod("evil", "dead", arena.node().plainChain());
            dead.close();
            assertThrows(IOException.class, () -> arena.node().warrenBehind(dead, 3).add(dead.pod().conf()));
            return "ADD fails";
        });
    }

    @Test
    void theNamespaceIsGoneAfterAdd() throws Exception {
        arena.attack(attack("a pod whose network namespace goes without DEL", "the agent's pin"), () -> {
            List<String> kept = arena.node().kept();
            WholePod pod = arena.node().pod("evil", "gone", arena.node().chain(20));
            WholeNode.run("umount", pod.netns().toString());
            pod.application().close();
            arena.node().warrenAlone().del(pod.pod().conf());
            WholeNode.await("nothing is kept of it", () -> arena.node().kept().equals(kept));
            assertEquals(kept, arena.node().kept());
            // For the teardown, which takes the pod's other things away as a runtime would.
            Files.delete(pod.netns());
            WholeNode.run("ip", "netns", "add", pod.netns().getFileName().toString());
            return "Envoy's doors go in order";
        });
    }

    private static Attack attack(String name, String guard) {
        return new Attack("d", name, guard, "always on");
    }
}
