package mesh.warren.model.builtin;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import java.util.Optional;

/**
 * Clusters of the built-in virtual Envoy, as a control plane would send them to a sidecar: what makes them shareable is
 * the rewriter's work.
 */
final class ServiceClusters {

    /** Long enough for a lost SYN or two; kube-proxy would leave it to the client, which is still free to give up earlier. */
    private static final Duration CONNECT_TIMEOUT = Duration.newBuilder().setSeconds(5).build();

    /** The ring of a Service with client affinity: Envoy's default of 1,024 entries is for 100 endpoints good to 10 %. */
    private static final UInt64Value RING = UInt64Value.of(1024);

    /** Unlimited in effect. A limit on a shared cluster would let one pod use up what others need; doors limit pods. */
    static final CircuitBreakers LIFTED = lifted();

    private ServiceClusters() {}

    /**
     * The cluster of a Service's port.
     *
     * @param name     from {@link BuiltinNames#service}
     * @param affinity one client, one endpoint: the chains hash the client's address
     * @param options  HTTP options; null when nothing but TCP is spoken over it
     * @param tls      to endpoints that are pods of the mesh
     */
    static Cluster service(String name, boolean affinity, Any options, Optional<MeshTls> tls) {
        Cluster.Builder cluster = named(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ConfigSource.newBuilder()
                        .setResourceApiVersion(ApiVersion.V3)
                        .setAds(AggregatedConfigSource.getDefaultInstance())))
                // In turn, so that a second attempt goes elsewhere; at random, as kube-proxy has it, it might not.
                .setLbPolicy(affinity ? Cluster.LbPolicy.RING_HASH : Cluster.LbPolicy.ROUND_ROBIN);
        if (affinity) {
            cluster.setRingHashLbConfig(Cluster.RingHashLbConfig.newBuilder().setMinimumRingSize(RING));
        }
        tls.ifPresent(mesh -> cluster.addTransportSocketMatches(MeshSockets.upstream(mesh)));
        if (options != null) {
            cluster.putTypedExtensionProtocolOptions("envoy.extensions.upstreams.http.v3.HttpProtocolOptions", options);
        }
        return cluster.build();
    }

    /** The cluster of what is no Service. It uses no TLS; it is there that Envoy keeps the roots for the doors, whatever Services there are. */
    static Cluster pass(String name, Optional<MeshTls> tls) {
        Cluster.Builder cluster = originalDestination(name).toBuilder();
        tls.ifPresent(mesh -> cluster.addTransportSocketMatches(MeshSockets.upstream(mesh)));
        return cluster.build();
    }

    /** The cluster that dials where the connection was going. */
    static Cluster originalDestination(String name) {
        return named(name)
                .setType(Cluster.DiscoveryType.ORIGINAL_DST)
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
                .build();
    }

    private static Cluster.Builder named(String name) {
        return Cluster.newBuilder()
                .setName(name)
                .setConnectTimeout(CONNECT_TIMEOUT)
                // Chains have no idle timeout; without this, connections to a host that vanished would stay for ever.
                .setUpstreamConnectionOptions(UpstreamConnectionOptions.newBuilder()
                        .setTcpKeepalive(TcpKeepalive.getDefaultInstance()));
    }

    private static CircuitBreakers lifted() {
        UInt32Value unlimited = UInt32Value.of(-1);
        return CircuitBreakers.newBuilder()
                .addThresholds(CircuitBreakers.Thresholds.newBuilder()
                        .setMaxConnections(unlimited)
                        .setMaxPendingRequests(unlimited)
                        .setMaxRequests(unlimited)
                        .setMaxRetries(unlimited))
                .build();
    }
}
