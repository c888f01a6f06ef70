package mesh.warren.demo.mesh;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;

/** Clusters and endpoints. */
final class MeshClusters {

    /** What istiod sends for "no limit". */
    private static final int UNLIMITED = -1;

    private MeshClusters() {}

    static Cluster cluster(int service, boolean narrow) {
        UInt32Value limit = UInt32Value.of(narrow ? 100 : UNLIMITED);
        return Cluster.newBuilder().setName(MeshSidecar.name(service)).setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setServiceName(MeshSidecar.name(service)).setEdsConfig(ads()))
                .setConnectTimeout(Duration.newBuilder().setSeconds(10))
                .setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST)
                .setCircuitBreakers(CircuitBreakers.newBuilder().addThresholds(CircuitBreakers.Thresholds.newBuilder()
                        .setMaxConnections(limit).setMaxPendingRequests(limit).setMaxRequests(limit).setMaxRetries(limit)))
                .build();
    }

    static Cluster passThrough() {
        return Cluster.newBuilder().setName("PassthroughCluster").setType(Cluster.DiscoveryType.ORIGINAL_DST)
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED).setConnectTimeout(Duration.newBuilder().setSeconds(10)).build();
    }

    static ClusterLoadAssignment endpoints(int service, int count) {
        LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder();
        for (int i = 0; i < count; i++) {
            locality.addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(Endpoint.newBuilder().setAddress(Address.newBuilder()
                    .setSocketAddress(SocketAddress.newBuilder()
                            .setAddress("10." + (1 + i) + "." + service / 250 + "." + (1 + service % 250)).setPortValue(8080)))));
        }
        return ClusterLoadAssignment.newBuilder().setClusterName(MeshSidecar.name(service)).addEndpoints(locality).build();
    }

    static ConfigSource ads() {
        return ConfigSource.newBuilder().setResourceApiVersion(ApiVersion.V3).setAds(AggregatedConfigSource.getDefaultInstance()).build();
    }
}
