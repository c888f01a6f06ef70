package mesh.warren.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.envoy.EnvoyWatcher;
import mesh.warren.agent.cluster.ClusterPod;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.cluster.PodDns;
import mesh.warren.model.id.PodName;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.Version;

/** What the parts have seen of the outside, for the report and for STATUS. Written by their threads, read by any. */
final class AgentState implements EnvoyObserver, EnvoyWatcher {

    private final String node;
    private final boolean managed;
    private final Map<ResourceKey, Nack> refused = new ConcurrentHashMap<>();
    private final Map<Long, StreamId> streams = new ConcurrentHashMap<>();
    private final AtomicInteger starts = new AtomicInteger();
    private volatile ClusterView cluster;
    private volatile EnvoyProcess envoy;

    /** @param managed whether the agent starts Envoy itself */
    AgentState(String node, boolean managed) {
        this.node = node;
        this.managed = managed;
    }

    void cluster(ClusterView view) {
        cluster = view;
    }

    String node() {
        return node;
    }

    Optional<ClusterView> view() {
        return Optional.ofNullable(cluster);
    }

    Optional<EnvoyProcess> envoy() {
        return Optional.ofNullable(envoy);
    }

    int starts() {
        return starts.get();
    }

    boolean connected() {
        return !streams.isEmpty();
    }

    List<String> problems() {
        ClusterView view = cluster;
        return view == null ? List.of() : view.problems().stream().map(problem -> "cluster: " + problem).toList();
    }

    List<String> refusals() {
        return refused.values().stream().map(Nack::toString).distinct().sorted().toList();
    }

    Map<String, String> annotations(PodName pod) {
        ClusterView view = cluster;
        ClusterPod known = view == null ? null : view.pods().get(pod);
        return known == null ? Map.of() : known.annotations();
    }

    PodDns dns(PodName pod) {
        ClusterView view = cluster;
        ClusterPod known = view == null ? null : view.pods().get(pod);
        return known == null ? PodDns.CLUSTER : known.dns();
    }

    Optional<String> notReady() {
        if (cluster == null) {
            return Optional.of("the agent does not know the cluster yet: try again in a moment");
        }
        EnvoyProcess process = envoy;
        if (managed && (process == null || !process.alive())) {
            return Optional.of("Envoy is not running: the agent is starting it; if this stays, see its log");
        }
        return connected() ? Optional.empty() : Optional.of("Envoy is not connected to the agent: if this stays, see Envoy's log");
    }

    @Override
    public void connected(StreamId stream) {
        streams.put(stream.number(), stream);
    }

    @Override
    public void disconnected(StreamId stream) {
        streams.remove(stream.number());
    }

    @Override
    public void acked(StreamId stream, ResourceKey key, Version version) {
        refused.remove(key);
    }

    @Override
    public void removed(StreamId stream, ResourceKey key) {
        refused.remove(key);
    }

    @Override
    public void refused(Nack nack) {
        if (nack.isFinal()) {
            nack.keys().forEach(key -> refused.put(key, nack));
        }
    }

    @Override
    public void started(EnvoyProcess process, boolean adopted) {
        envoy = process;
        if (!adopted) {
            starts.incrementAndGet();
        }
    }

    @Override
    public void died(EnvoyProcess process, Duration lived, Duration pause) {
        if (process.equals(envoy)) { // of two in an upgrade the other one may have been seen since
            envoy = null;
        }
    }
}
