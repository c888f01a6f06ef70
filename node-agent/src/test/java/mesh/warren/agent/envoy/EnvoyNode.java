package mesh.warren.agent.envoy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.AdsSettings;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.netns.VoidNetns;

/** A folder and a void of a test's own for a real Envoy, and the agent's ADS server in it; takes all of it down. */
public final class EnvoyNode implements AutoCloseable {

    private final Path folder;
    private final Pins pins;
    private final VoidNetns empty;
    private final EnvoyLaunch launch;
    private AdsServer server;

    public EnvoyNode() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "warren-envoy-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        pins = Pins.in(folder);
        empty = VoidNetns.findOrCreate(pins);
        launch = EnvoyLaunch.of(binary(), folder.resolve("envoy"), empty.path(), "test-node");
    }

    /** Of the environment's {@code WARREN_ENVOY}, or where {@code ./warren} keeps it. */
    public static Path binary() {
        Path path = Optional.ofNullable(System.getenv("WARREN_ENVOY")).map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache/warren/envoy/1.40.0/envoy"));
        assertTrue(Files.isExecutable(path),
                "no Envoy at " + path + ": run './warren test' once, which fetches it, or set WARREN_ENVOY");
        return path;
    }

    public EnvoyLaunch launch() {
        return launch;
    }

    public VoidNetns empty() {
        return empty;
    }

    /** The agent's server, as a (re)started agent has it. */
    public AdsServer startServer(EnvoyObserver observer) throws IOException, InterruptedException {
        EnvoyFolder envoys = EnvoyFolder.create(launch);
        server = AdsServer.start(envoys.adsSocket(), AdsSettings.DEFAULT, observer);
        envoys.giveToEnvoy(envoys.adsSocket());
        return server;
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
        EnvoyProcess.running(new EnvoyFolder(launch.folder().toRealPath(), launch.uid())).ifPresent(EnvoyNode::kill);
        empty.remove();
        pins.destroy();
        delete(folder);
    }

    static void kill(EnvoyProcess envoy) {
        ProcessHandle.of(envoy.pid()).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
