package mesh.warren.bench.planes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.bench.node.BenchNode;
import mesh.warren.bench.node.Settled;
import mesh.warren.bench.process.Figures;
import mesh.warren.demo.node.Pod;

/** Sidecars: in each pod an Envoy of its own, on a delta stream of its own to the same server. All are started at once. */
final class PlainSide {

    static final String PREFIX = "plain-";

    private final BenchNode node;
    private final PlaneServer server;
    private final Path folder;
    private final int pods;

    PlainSide(BenchNode node, PlaneServer server, Path folder, int pods) {
        this.node = node;
        this.server = server;
        this.folder = folder;
        this.pods = pods;
    }

    SideResult run(PlaneWorld world, int rounds) throws IOException, InterruptedException {
        List<Pod> made = new ArrayList<>();
        for (int i = 0; i < pods; i++) {
            made.add(Pod.create(node.node(), node.bridge(), "plain", PREFIX + i));
            node.keep(made.getLast());
        }
        server.forget();
        long start = System.nanoTime();
        List<Long> pids = new ArrayList<>();
        for (Pod pod : made) {
            Path bootstrap = Files.writeString(folder.resolve(pod.name() + ".json"), bootstrap(pod.name()));
            pids.add(pod.start(List.of(System.getenv("WARREN_ENVOY"), "-c", bootstrap.toString(), "--use-dynamic-base-id", "--disable-hot-restart",
                    "--concurrency", Integer.toString(BenchNode.WORKERS), "--log-level", "error"), folder.resolve(pod.name() + ".log").toFile()).pid());
        }
        long last = 0;
        for (String type : PlanesBench.TYPES) {
            last = Math.max(last, server.awaitAcks(pods, PREFIX, type));
        }
        long cpu = ChangeRounds.cpu(pids);
        ChangeRounds changes = ChangeRounds.of(server, world, rounds, pods, PREFIX, pids);
        Figures all = new Figures(0, 0, 0, 0, 0, 0);
        for (long pid : pids) {
            all = all.and(Settled.of(pid));
        }
        return new SideResult(pods, last - start, all, null, cpu, 0, changes.nanos(), changes.cpu());
    }

    private String bootstrap(String name) {
        return """
                {"node": {"id": "%s", "cluster": "plain"},
                 "dynamic_resources": {"lds_config": {"ads": {}, "resource_api_version": "V3"}, "cds_config": {"ads": {}, "resource_api_version": "V3"},
                  "ads_config": {"api_type": "DELTA_GRPC", "transport_api_version": "V3", "grpc_services": [{"envoy_grpc": {"cluster_name": "control-plane"}}]}},
                 "static_resources": {"clusters": [{"name": "control-plane", "type": "STATIC", "connect_timeout": "2s",
                   "typed_extension_protocol_options": {"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                     "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                     "explicit_http_config": {"http2_protocol_options": {}}}},
                   "load_assignment": {"cluster_name": "control-plane", "endpoints": [{"lb_endpoints": [{"endpoint": {"address": {
                     "pipe": {"path": "%s"}}}}]}]}}]}}""".formatted(name, server.socket());
    }
}
