package mesh.warren.bench.node;

import java.io.File;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.bench.process.Figures;
import mesh.warren.demo.app.PodApp;
import mesh.warren.demo.cluster.DemoPod;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.report.Progress;

/** One pod with Warren and one with a sidecar call the same Service, which an Envoy with a fixed answer serves. */
final class PathBench {

    private static final int SERVICES = 100;
    private static final int CONNECTIONS = 16;

    private static final String SERVER = """
            {"static_resources": {"listeners": [{"name": "fixed", "address": {"socket_address": {"address": "0.0.0.0", "port_value": %d}},
              "filter_chains": [{"filters": [{"name": "http", "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                "stat_prefix": "fixed", "generate_request_id": false, "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"],
                  "routes": [{"match": {"prefix": "/"}, "direct_response": {"status": 200, "body": {"inline_string": "fixed answer"}}}]}]},
                "http_filters": [{"name": "router", "typed_config": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]}]}]}}
            """;

    private final Path envoy;
    private final Progress progress;
    private Cluster cluster;

    PathBench(Path envoy, Progress progress) {
        this.envoy = envoy;
        this.progress = progress;
    }

    PathResult run(int rounds, int seconds) throws IOException, InterruptedException {
        try (BenchNode node = BenchNode.start((folder, name) -> cluster = new Cluster(folder, name, SERVICES))) {
            cluster.serve(List.of(server(node)), SERVICES);
            Pod pod = Pod.create(node.node(), node.warren(), "load", "with-warren");
            node.keep(pod);
            long shared = node.agent().awaitSettled(BenchNode.PATIENCE).envoy().pid();
            try (SidecarSample sidecar = SidecarSample.start(node, envoy, 1)) {
                URI url = URI.create(cluster.services().getFirst().url() + "/");
                run(pod, shared, url, 1);
                run(sidecar.pods().getFirst(), sidecar.pids().getFirst(), url, 1);
                List<PathResult.Round> all = new ArrayList<>();
                for (int i = 0; i < rounds; i++) {
                    all.add(round(pod, shared, sidecar, url, seconds, i % 2 == 0));
                    progress.say("request path: round %d of %d", i + 1, rounds);
                }
                return new PathResult(CONNECTIONS, seconds, all);
            }
        }
    }

    private static PathResult.Round round(Pod pod, long shared, SidecarSample sidecar, URI url, int seconds, boolean warrenFirst)
            throws IOException {
        PathResult.Side warren = warrenFirst ? run(pod, shared, url, seconds) : null;
        PathResult.Side other = run(sidecar.pods().getFirst(), sidecar.pids().getFirst(), url, seconds);
        return new PathResult.Round(warrenFirst ? warren : run(pod, shared, url, seconds), other);
    }

    private static PathResult.Side run(Pod pod, long envoy, URI url, int seconds) throws IOException {
        long before = Figures.cpuNanos(envoy);
        Wrk wrk = Wrk.run(pod, url, CONNECTIONS, seconds);
        return new PathResult.Side(wrk, Figures.cpuNanos(envoy) - before);
    }

    private DemoPod server(BenchNode node) throws IOException {
        Pod pod = Pod.create(node.node(), node.bridge(), "servers", "fixed");
        node.keep(pod);
        Path config = Files.writeString(node.files().folder().resolve("server.json"), SERVER.formatted(PodApp.HTTP_PORT));
        File log = node.files().folder().resolve("server.log").toFile();
        pod.start(List.of(envoy.toString(), "-c", config.toString(), "--disable-hot-restart", "--concurrency", "1", "--log-level", "error"),
                log);
        String address = pod.address(Inet4Address.class);
        awaitListening(InetAddress.ofLiteral(address), node);
        return new DemoPod(pod.name(), address);
    }

    private static void awaitListening(InetAddress address, BenchNode node) throws IOException {
        long deadline = System.nanoTime() + BenchNode.PATIENCE.toNanos();
        while (true) {
            try {
                NetnsThread.call(node.node().netns(), () -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(address, PodApp.HTTP_PORT), 1_000);
                        return null;
                    }
                });
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }
}
