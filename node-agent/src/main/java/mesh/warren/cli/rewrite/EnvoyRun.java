package mesh.warren.cli.rewrite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Envoy in an empty network namespace and a folder of its own, which both end with it. */
public final class EnvoyRun implements AutoCloseable {

    private static final String BOOTSTRAP = """
            {"node": {"id": "warren-rewrite", "cluster": "warren-rewrite"},
             "dynamic_resources": {
               "ads_config": {"api_type": "DELTA_GRPC", "transport_api_version": "V3",
                              "grpc_services": [{"envoy_grpc": {"cluster_name": "warren^ads"}}]},
               "cds_config": {"ads": {}, "resource_api_version": "V3"},
               "lds_config": {"ads": {}, "resource_api_version": "V3"}},
             "deferred_stat_options": {"enable_deferred_creation_stats": true},
             "static_resources": {"clusters": [{
               "name": "warren^ads", "connect_timeout": "1s",
               "typed_extension_protocol_options": {"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                 "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                 "explicit_http_config": {"http2_protocol_options": {}}}},
               "load_assignment": {"cluster_name": "warren^ads", "endpoints": [{"lb_endpoints": [{"endpoint": {
                 "address": {"pipe": {"path": "%s"}}}}]}]}}]}}
            """;

    private final Path folder;
    private Process process;

    /** Makes the folder. */
    public EnvoyRun() throws IOException {
        folder = Files.createTempDirectory("warren-rewrite-");
    }

    /** Where the ADS server listens. */
    public Path socket() {
        return folder.resolve("ads.sock");
    }

    void start(Path envoy) throws IOException {
        start(envoy, 1);
    }

    /** @param workers number of worker threads */
    public void start(Path envoy, int workers) throws IOException {
        Path bootstrap = Files.writeString(folder.resolve("bootstrap.json"), bootstrap(socket()));
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> command = new ArrayList<>(List.of("unshare", root ? "-n" : "-rn", "sh", "-c",
                // Listeners may name addresses that only their pod has.
                "echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind; exec \"$@\"", "sh",
                envoy.toAbsolutePath().toString(), "-c", bootstrap.toString(), "--disable-hot-restart",
                "--concurrency", Integer.toString(workers), "--log-level", "warning", "--log-format", "%l %v"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        process = builder.start();
    }

    /** Its process number. */
    public long pid() {
        return process.pid(); // each program of the command line executes the next one
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** A bootstrap, as JSON, that asks the ADS server at this Unix socket for all else. */
    static String bootstrap(Path socket) {
        return BOOTSTRAP.formatted(socket);
    }

    /** What it wrote, warnings and worse. */
    public List<String> log() throws IOException {
        return lines(folder.resolve("log"));
    }

    /** What an Envoy wrote there, each line once, at most 200. */
    static List<String> lines(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank()).distinct().limit(200).toList();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (process != null) {
                process.destroy();
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
