package mesh.warren.bench.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.bench.process.Figures;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.report.Progress;

/** One pod with Warren and one with a sidecar call the same Service, which an Envoy with a fixed answer serves. */
final class PathBench {

    private static final int SERVICES = 100;
    private static final int CONNECTIONS = 16;

    private final Path envoy;
    private final Progress progress;
    private Cluster cluster;

    PathBench(Path envoy, Progress progress) {
        this.envoy = envoy;
        this.progress = progress;
    }

    PathResult run(int rounds, int seconds) throws IOException, InterruptedException {
        try (BenchNode node = BenchNode.start((folder, name) -> cluster = new Cluster(folder, name, SERVICES))) {
            cluster.serve(List.of(FixedServer.start(node, envoy, "fixed")), SERVICES);
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
}
