package mesh.warren.cli.api;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.model.api.DescriptorExtractor;
import mesh.warren.model.api.EnvoyApi;
import mesh.warren.model.api.RegisteredTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an Envoy binary says about itself.
 *
 * @param descriptors the protobuf files inside of it
 * @param types       what it registers, from a run of it with nothing but an admin socket
 */
record EnvoyOnDisk(FileDescriptorSet descriptors, RegisteredTypes types) {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /**
     * Reads the binary and runs it for a moment.
     *
     * @throws IOException              when the file cannot be read, or Envoy does not start
     * @throws IllegalArgumentException when the file is no Envoy
     */
    static EnvoyOnDisk read(Path path) throws IOException, InterruptedException {
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw new IllegalArgumentException("--envoy " + path + " is not an executable file: give the path of an Envoy binary");
        }
        try (var file = FileChannel.open(path)) {
            return new EnvoyOnDisk(DescriptorExtractor.extract(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size())), registered(path));
        }
    }

    EnvoyApi api() {
        return new EnvoyApi(descriptors, types.categories().keySet());
    }

    private static RegisteredTypes registered(Path envoy) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("warren-api");
        var socket = folder.resolve("admin.sock");
        var log = folder.resolve("envoy.log");
        try {
            var process = new ProcessBuilder(envoy.toString(), "--config-yaml", "admin: {address: {pipe: {path: \"" + socket + "\"}}}",
                    "--use-dynamic-base-id", "--disable-hot-restart", "--concurrency", "1", "--log-level", "error")
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            try {
                return parse(serverInfo(process, socket, log));
            } finally {
                process.destroy();
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
        } finally {
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** Asks until Envoy answers: its socket appears some time after its start. */
    private static String serverInfo(Process envoy, Path socket, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                return new AdminClient(socket, ANSWER).serverInfo();
            } catch (IOException e) {
                if (!envoy.isAlive()) {
                    throw new IOException("Envoy ended with exit code " + envoy.exitValue() + " instead of answering: " + Files.readString(log).strip());
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException("Envoy did not answer on its admin socket within " + START.toSeconds() + " s: " + e.getMessage(), e);
                }
                envoy.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static RegisteredTypes parse(String serverInfo) throws IOException {
        var info = new JsonMapper().readTree(serverInfo);
        var parts = info.path("version").asString().split("/");
        if (parts.length < 2) {
            throw new IOException("/server_info does not tell a version: \"" + info.path("version").asString() + "\"");
        }
        var categories = new TreeMap<String, SortedSet<String>>();
        for (JsonNode extension : info.path("node").path("extensions")) {
            for (JsonNode type : extension.path("type_urls")) {
                categories.computeIfAbsent(type.asString(), name -> new TreeSet<>()).add(extension.path("category").asString());
            }
        }
        return new RegisteredTypes(parts[1], categories);
    }
}
