package mesh.warren.agent.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.agent.envoy.AdminClient;

/**
 * The metrics, made anew at each scrape from what the parts know: a pod that has left has no series any more. Labels are bounded: the
 * types of resources, and the pods of this node.
 *
 * @param status of the agent
 * @param envoy  the running Envoy's admin interface
 */
record AgentMetrics(Supplier<AgentStatus> status, AdminClient envoy) implements MultiCollector {

    @Override
    public MetricSnapshots collect() {
        AgentStatus now = status.get();
        MetricSnapshots.Builder all = MetricSnapshots.builder()
                .metricSnapshot(gauge("warren_pods", "Pods that have joined on this node.", now.pods().size()))
                .metricSnapshot(gauge("warren_pods_served", "Joined pods whose doors and capture the kernel showed as wanted.",
                        now.pods().stream().filter(AgentMetrics::served).count()))
                .metricSnapshot(gauge("warren_settled", "1 when Envoy has acknowledged everything that is wanted.", now.settled() ? 1 : 0))
                .metricSnapshot(gauge("warren_problems", "Lines that 'warren status' lists as problems.", now.problems().size()))
                .metricSnapshot(gauge("warren_envoy_connected", "1 while Envoy has a stream to the agent.", now.envoy().connected() ? 1 : 0))
                .metricSnapshot(CounterSnapshot.builder().name("warren_envoy_starts").help("How often this agent started Envoy.")
                        .dataPoint(counter(Labels.EMPTY, now.envoy().starts())).build());
        resources(all, now);
        verified(all, now);
        doors(all, now.pods().stream().map(AgentStatus.Pod::name).collect(Collectors.toSet()));
        return all.build();
    }

    private static boolean served(AgentStatus.Pod pod) {
        return pod.serving() && pod.verifiedAt() != null && pod.capture().equals("intact");
    }

    private static void resources(MetricSnapshots.Builder all, AgentStatus now) {
        GaugeSnapshot.Builder count = GaugeSnapshot.builder().name("warren_physical_resources").help("Resources that the shared Envoy is given.");
        GaugeSnapshot.Builder bytes = GaugeSnapshot.builder().name("warren_physical_resource_bytes").help("Bytes of their content.");
        now.resources().forEach((type, amount) -> {
            count.dataPoint(point(Labels.of("type", type), amount.count()));
            bytes.dataPoint(point(Labels.of("type", type), amount.bytes()));
        });
        GaugeSnapshot.Builder virtual = GaugeSnapshot.builder().name("warren_virtual_resources")
                .help("Resources of all virtual Envoys together, of which the shared Envoy has each distinct one once.");
        now.sharing().forEach((type, sharing) -> virtual.dataPoint(point(Labels.of("type", type), sharing.members())));
        all.metricSnapshot(count.build()).metricSnapshot(bytes.build()).metricSnapshot(virtual.build());
    }

    private static void verified(MetricSnapshots.Builder all, AgentStatus now) {
        GaugeSnapshot.Builder verified = GaugeSnapshot.builder().name("warren_pod_verified_timestamp_seconds")
                .help("When a pod's doors and capture were last seen in the kernel as wanted.");
        now.pods().stream().filter(AgentMetrics::served)
                .forEach(pod -> verified.dataPoint(point(labels(pod.name()), pod.verifiedAt().toEpochMilli() / 1000.0)));
        all.metricSnapshot(verified.build());
    }

    private void doors(MetricSnapshots.Builder all, Set<String> pods) {
        Map<String, Map<DoorStats.Key, Long>> stats;
        try {
            stats = DoorStats.parse(envoy.get(DoorStats.path()));
        } catch (IOException e) {
            return; // Envoy is away: warren_envoy_connected says so
        }
        DoorStats.MEANINGS.forEach((stat, meaning) -> {
            CounterSnapshot.Builder counter = CounterSnapshot.builder().name(meaning.metric()).help(meaning.help());
            GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(meaning.metric()).help(meaning.help());
            stats.getOrDefault(stat, Map.of()).forEach((door, value) -> {
                if (pods.contains(door.pod().toString())) {
                    Labels labels = labels(door.pod().toString()).merge(Labels.of("direction", door.direction()));
                    counter.dataPoint(counter(labels, value));
                    gauge.dataPoint(point(labels, value));
                }
            });
            all.metricSnapshot(meaning.counter() ? counter.build() : gauge.build());
        });
    }

    /** @param pod {@code tenant/name} */
    private static Labels labels(String pod) {
        int slash = pod.indexOf('/');
        return Labels.of("namespace", pod.substring(0, slash), "pod", pod.substring(slash + 1));
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder().name(name).help(help).dataPoint(point(Labels.EMPTY, value)).build();
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static CounterSnapshot.CounterDataPointSnapshot counter(Labels labels, double value) {
        return CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
