package mesh.warren.agent.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mesh.warren.agent.netns.NetnsThread;

/** A stock Envoy with a configuration from a file, run inside of a network namespace. */
final class TestEnvoy implements AutoCloseable {

    private final Path folder = Files.createTempDirectory("wk-envoy-");
    private final Process process;

    TestEnvoy(Path netns, String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("envoy.json"), configuration);
        Path binary = binary();
        // A new process is in the namespace of the thread that starts it.
        process = NetnsThread.call(netns, () -> new ProcessBuilder(binary.toString(), "-c", file.toString(), "--use-dynamic-base-id",
                "--disable-hot-restart", "--concurrency", "1", "--log-path", log().toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile()).start());
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What it warned of, but for what every Envoy without an overload manager says. */
    List<String> complaints() throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> line.contains("][warning]") || line.contains("][error]") || line.contains("][critical]"))
                    .filter(line -> !line.contains("no configured limit to the number of allowed active downstream connections"))
                    .toList();
        }
    }

    private Path log() {
        return folder.resolve("log");
    }

    private static Path binary() {
        Path binary = Path.of(Optional.ofNullable(System.getenv("WARREN_ENVOY"))
                .orElse(System.getProperty("user.home") + "/.cache/warren/envoy/1.40.0/envoy"));
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException(binary + " is not there: set WARREN_ENVOY to an Envoy 1.40.0, or run ./warren once");
        }
        return binary;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
