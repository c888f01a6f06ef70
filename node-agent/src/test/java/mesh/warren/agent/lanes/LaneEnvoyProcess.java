package mesh.warren.agent.lanes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.netns.NetnsThread;

/** A stock Envoy with the two doors of each of some pods, which answer every request themselves. */
final class LaneEnvoyProcess implements AutoCloseable {

    static final int WORKERS = 4;
    static final int OUTBOUND = 15001;
    static final int INBOUND = 15006;

    private final Path folder = Files.createTempDirectory("wk-lanes-");
    private final Process process;
    private final AdminClient admin = new AdminClient(folder.resolve("admin.sock"), Duration.ofSeconds(10));

    LaneEnvoyProcess(Path... pods) throws Exception {
        String doors = Stream.of(pods).flatMap(pod -> Stream.of(door(pod, OUTBOUND, "127.0.0.1", "::1"), door(pod, INBOUND, "0.0.0.0", "::")))
                .collect(Collectors.joining(", "));
        Path file = Files.writeString(folder.resolve("envoy.json"), """
                {"admin": {"address": {"pipe": {"path": "%s/admin.sock"}}}, "static_resources": {"listeners": [%s]}}
                """.formatted(folder, doors));
        process = NetnsThread.call(pods[0], () -> new ProcessBuilder(binary().toString(), "-c", file.toString(), "--use-dynamic-base-id",
                "--disable-hot-restart", "--concurrency", Integer.toString(WORKERS), "--log-level", "error")
                .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start());
        await("Envoy serves", admin::ready);
    }

    EnvoyProcess id() {
        return EnvoyProcess.of(process.pid()).orElseThrow();
    }

    /** By worker: how many connections it has accepted at the doors with this port. */
    long[] accepted(int port) throws IOException {
        Pattern line = Pattern.compile("listener\\.door\\." + port + "\\.worker_(\\d+)\\.downstream_cx_total: (\\d+)");
        long[] accepted = new long[WORKERS];
        admin.get("/stats?filter=downstream_cx_total").lines().map(line::matcher).filter(Matcher::matches)
                .forEach(found -> accepted[Integer.parseInt(found.group(1))] = Long.parseLong(found.group(2)));
        return accepted;
    }

    long active() throws IOException {
        return admin.counter("server.total_connections");
    }

    private static String door(Path pod, int port, String ipv4, String ipv6) {
        return """
                {"name": "%2$s", "stat_prefix": "door.%1$d", "enable_reuse_port": true, "address": %3$s, "additional_addresses": [{"address": %4$s}],
                 "filter_chains": [{"filters": [{"name": "http", "typed_config": {
                   "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                   "stat_prefix": "http", "http_filters": [{"name": "router", "typed_config": {
                     "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}],
                   "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
                     {"match": {"prefix": "/"}, "direct_response": {"status": 200, "body": {"inline_string": "served"}}}]}]}}}]}]}
                """.formatted(port, pod + ":" + port, address(pod, ipv4, port), address(pod, ipv6, port));
    }

    private static String address(Path pod, String ip, int port) {
        return """
                {"socket_address": {"address": "%s", "port_value": %d, "network_namespace_filepath": "%s"}}""".formatted(ip, port, pod);
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, () -> "not so after 30 s: " + what);
            Thread.sleep(5);
        }
    }

    private static Path binary() {
        Path binary = Path.of(Optional.ofNullable(System.getenv("WARREN_ENVOY"))
                .orElse(System.getProperty("user.home") + "/.cache/warren/envoy/1.40.0/envoy"));
        assertTrue(Files.isExecutable(binary), binary + " is not there: set WARREN_ENVOY to an Envoy 1.40.0, or run ./warren once");
        return binary;
    }

    /** {@code kill -9}. Twice is as good as once. */
    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
