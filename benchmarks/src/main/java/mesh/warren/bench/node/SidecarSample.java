package mesh.warren.bench.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.manifests.ManifestSource;
import mesh.warren.agent.settings.AgentSettings;
import mesh.warren.agent.settings.ClusterSource;
import mesh.warren.agent.settings.SettingsException;
import mesh.warren.agent.settings.SettingsFile;
import mesh.warren.bench.process.Figures;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.sidecar.SidecarFleet;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.capture.CapturePlan;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.capture.Family;
import mesh.warren.model.listen.DoorSettings;

/**
 * Pods without Warren, each with a sidecar of its own: the same Envoy, workers and configuration, and the same capture. On the node of
 * the benchmark, beside the pods that have Warren.
 */
final class SidecarSample implements AutoCloseable {

    private final List<Pod> pods = new ArrayList<>();
    private final SidecarFleet fleet;
    private final long startMillis;

    private SidecarSample(SidecarFleet fleet, List<Pod> pods, long startMillis) {
        this.fleet = fleet;
        this.pods.addAll(pods);
        this.startMillis = startMillis;
    }

    /** Starts them one after the other, so that the start of each is timed. */
    static SidecarSample start(BenchNode node, Path envoy, int count) throws IOException, InterruptedException {
        AgentSettings settings = settings(node);
        SidecarFleet fleet = new SidecarFleet(envoy, BenchNode.WORKERS, settings.envoy().uid(), node.files().folder().resolve("sidecars"),
                new BuiltinSettings(settings.domain(), settings.node(), "", settings.serviceCidrs(), settings.capture().clientAddress()),
                cluster(settings), DoorSettings.DEFAULT);
        node.beforeEnd(fleet::close);
        List<Pod> pods = new ArrayList<>();
        long nanos = 0;
        for (int i = 0; i < count; i++) {
            Pod pod = Pod.create(node.node(), node.bridge(), "sidecars", "side-" + i);
            node.keep(pod);
            new Capture().apply(pod.netns(), new CapturePlan(EnumSet.of(Family.IPV4), CapturePlan.OUTBOUND_DOOR,
                    CapturePlan.INBOUND_DOOR, false, Exclusions.NONE));
            long begin = System.nanoTime();
            fleet.start(List.of(pod));
            nanos += System.nanoTime() - begin;
            pods.add(pod);
        }
        return new SidecarSample(fleet, pods, Duration.ofNanos(nanos / Math.max(1, count)).toMillis());
    }

    List<Pod> pods() {
        return pods;
    }

    List<Long> pids() {
        return fleet.pids();
    }

    /** On average. */
    long startMillis() {
        return startMillis;
    }

    /** All of them together. */
    Figures figures() throws IOException {
        Figures sum = new Figures(0, 0, 0, 0, 0, 0);
        for (long pid : fleet.pids()) {
            sum = sum.and(Settled.of(pid));
        }
        return sum;
    }

    private static AgentSettings settings(BenchNode node) throws IOException {
        try {
            return SettingsFile.load(node.files().settings());
        } catch (SettingsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static ClusterView cluster(AgentSettings settings) throws IOException {
        CompletableFuture<ClusterView> first = new CompletableFuture<>();
        try (ManifestSource source = ManifestSource.start(((ClusterSource.Manifests) settings.cluster()).folder(), first::complete)) {
            return first.join();
        }
    }

    @Override
    public void close() {
        fleet.close();
    }
}
