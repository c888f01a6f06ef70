package mesh.warren.agent.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import mesh.warren.agent.netns.ListeningSockets;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.netns.TestNetwork;
import mesh.warren.agent.netns.VoidNetns;
import mesh.warren.model.capture.CapturePlan;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.capture.Family;
import mesh.warren.model.id.PodUid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Envoy in the void, serving a pod's inbound door with {@code original_src}: the application sees the client's address. */
@Tag("node")
class TransparentInboundTest {

    @TempDir
    private Path run;

    private final TestNetwork network = new TestNetwork();
    private Pins pins;
    private Path pod;
    private Path peer;
    private BannerServer application;
    private TestEnvoy envoy;

    @BeforeEach
    void prepare() throws Exception {
        pins = Pins.in(run);
        pod = network.pod("pod", 11);
        peer = network.pod("peer", 12);
        application = new BannerServer(pod, "app", "::", 8080);
        Path pin = pins.create(new PodUid("pod"), pod).path();
        new Capture().apply(pin, CapturePlan.of(EnumSet.allOf(Family.class), Exclusions.NONE));
        Path empty = VoidNetns.findOrCreate(pins).path();
        envoy = new TestEnvoy(empty, configuration(pin, empty));
        awaitDoors(pin);
    }

    @AfterEach
    void takeDown() throws IOException {
        if (envoy != null) {
            envoy.close();
        }
        if (application != null) {
            application.close();
        }
        pins.destroy();
        network.close();
    }

    @Test
    void theApplicationSeesTheClientsAddressInBothFamilies() throws IOException {
        assertEquals("app 10.77.0.12", Client.connect(peer, "10.77.0.11", 8080));
        assertEquals("app fd77::12", Client.connect(peer, "fd77::11", 8080));
        assertEquals("app 10.77.0.254", Client.connect(network.node(), "10.77.0.11", 8080));
        assertEquals(List.of(), envoy.complaints());
    }

    /** Both ends of the pod then have one four-tuple; it was taken for one connection before the second was left untracked. */
    @ParameterizedTest
    @CsvSource({"10.77.0.12, 10.77.0.11", "fd77::12, fd77::11"})
    void aClientMayUseThePortThatEnvoyUsesForAnotherConnectionOfThisClient(String from, String to) throws IOException {
        try (SocketChannel first = connect(from, 0, to)) {
            String[] seen = read(first).split(" ");
            assertEquals("app", seen[0]);
            int envoysPort = Integer.parseInt(seen[2]);
            try (SocketChannel second = connect(from, envoysPort, to)) {
                String[] other = read(second).split(" ");
                assertEquals(List.of("app", seen[1]), List.of(other[0], other[1]));
                assertTrue(Integer.parseInt(other[2]) != envoysPort, "through the door, not straight to the application");
            }
        }
    }

    /** Without the mark on the kernel's own reset, Envoy would wait for its time-out, here 5 s. */
    @ParameterizedTest
    @CsvSource({"10.77.0.11", "fd77::11"})
    void aPortThatNobodyServesIsToldAtOnce(String address) throws IOException {
        long start = System.nanoTime();
        assertEquals("silence", Client.connect(peer, address, 9999));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofSeconds(1)) < 0, took.toString());
    }

    private SocketChannel connect(String from, int port, String to) throws IOException {
        return NetnsThread.call(peer, () -> {
            SocketChannel channel = SocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral(from), port));
            channel.socket().connect(new InetSocketAddress(InetAddress.ofLiteral(to), 8080), 2000);
            return channel;
        });
    }

    private static String read(SocketChannel channel) throws IOException {
        channel.socket().setSoTimeout(2000);
        byte[] buffer = new byte[256];
        int length = channel.socket().getInputStream().read(buffer);
        return length < 0 ? "closed - 0" : new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    private void awaitDoors(Path pin) throws Exception {
        Set<InetSocketAddress> doors = Set.of(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 15006),
                new InetSocketAddress(InetAddress.ofLiteral("::"), 15006));
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!NetnsThread.call(pin, ListeningSockets::here).containsAll(doors)) {
            assertTrue(envoy.alive() && System.nanoTime() < deadline, () -> "doors are not bound");
            Thread.sleep(20);
        }
    }

    /** As the doors and shared clusters are: stamped, from the void by default, and marked 1337 but for {@code original_src}. */
    private static String configuration(Path pin, Path empty) throws IOException {
        try (InputStream in = TransparentInboundTest.class.getResourceAsStream("transparent-inbound.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("NETNS", pin.toString()).replace("VOID", empty.toString());
        }
    }
}
