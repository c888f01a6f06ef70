package mesh.warren.agent.doors;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.AdsSettings;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.netns.NetnsThread;

/** A real Envoy in some network namespace that gets its resources from a real ADS server. */
final class AdsEnvoy implements AutoCloseable {

    private final Path folder = Files.createTempDirectory("wk-ads-");
    private final List<Nack> nacks = new CopyOnWriteArrayList<>();
    private final AdsServer ads;
    private final Process process;

    /** @param arguments more of them for Envoy's command line */
    AdsEnvoy(Path netns, String... arguments) throws IOException {
        ads = AdsServer.start(folder.resolve("ads.sock"), AdsSettings.DEFAULT, new EnvoyObserver() {
            @Override
            public void refused(Nack nack) {
                nacks.add(nack);
            }
        });
        Path bootstrap = Files.writeString(folder.resolve("bootstrap.json"), bootstrap());
        List<String> command = new ArrayList<>(List.of(binary().toString(), "-c", bootstrap.toString(),
                "--use-dynamic-base-id", "--disable-hot-restart", "--concurrency", "1", "--log-level", "error"));
        command.addAll(List.of(arguments));
        process = NetnsThread.call(netns, () -> new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start());
    }

    AdsServer ads() {
        return ads;
    }

    /** What it refused, in the order in which it did. */
    List<Nack> nacks() {
        return nacks;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The value of a counter or gauge. */
    long stat(String name) throws IOException {
        return admin("/stats?filter=^" + name.replace(".", "%5C.") + "$").lines()
                .filter(line -> line.startsWith(name + ": "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no statistic " + name));
    }

    private String admin(String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(folder.resolve("admin.sock")));
            channel.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String bootstrap() throws IOException {
        try (InputStream in = AdsEnvoy.class.getResourceAsStream("bootstrap.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("FOLDER", folder.toString());
        }
    }

    private static Path binary() {
        Path binary = Path.of(Optional.ofNullable(System.getenv("WARREN_ENVOY"))
                .orElse(System.getProperty("user.home") + "/.cache/warren/envoy/1.40.0/envoy"));
        assertTrue(Files.isExecutable(binary), binary + " is not there: set WARREN_ENVOY to an Envoy 1.40.0, or run ./warren once");
        return binary;
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
        ads.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
