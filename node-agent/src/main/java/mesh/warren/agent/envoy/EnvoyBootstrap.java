package mesh.warren.agent.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.bootstrap.v3.Admin;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DeferredStatOptions;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.StaticResources;
import io.envoyproxy.envoy.config.bootstrap.v3.LayeredRuntime;
import io.envoyproxy.envoy.config.bootstrap.v3.RuntimeLayer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.BackoffStrategy;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.RetryPolicy;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;

/**
 * The configuration that Envoy starts with: where the agent is, and where Envoy's admin socket is to be. All else comes by
 * ADS. The same launch give the same bytes.
 */
final class EnvoyBootstrap {

    private static final String ADS = "warren-agent";
    private static final int ADMIN_SOCKET_MODE = 0600;
    private static final int WINDOW_BYTES = 1 << 20;

    private EnvoyBootstrap() {}

    static Bootstrap of(EnvoyLaunch launch, EnvoyFolder folder) {
        return Bootstrap.newBuilder()
                .setNode(Node.newBuilder().setId(launch.nodeId()).setCluster("warren"))
                .setAdmin(Admin.newBuilder().setIgnoreGlobalConnLimit(true).setAddress(pipe(folder.adminSocket().toString(), ADMIN_SOCKET_MODE)))
                .setStaticResources(StaticResources.newBuilder().addClusters(agent(folder)))
                .setDynamicResources(DynamicResources.newBuilder()
                        .setAdsConfig(ads())
                        .setCdsConfig(byAds())
                        .setLdsConfig(byAds()))
                .setDeferredStatOptions(DeferredStatOptions.newBuilder().setEnableDeferredCreationStats(true))
                // Where the agent sets the limits of doors, by the admin interface.
                .setLayeredRuntime(LayeredRuntime.newBuilder().addLayers(RuntimeLayer.newBuilder()
                        .setName("limits").setAdminLayer(RuntimeLayer.AdminLayer.getDefaultInstance())))
                .setOverloadManager(Overload.manager(launch.maxHeapBytes(), launch.maxConnections()))
                .build();
    }

    private static Cluster agent(EnvoyFolder folder) {
        return Cluster.newBuilder()
                .setName(ADS)
                .setType(Cluster.DiscoveryType.STATIC)
                .setConnectTimeout(Duration.newBuilder().setSeconds(1))
                .putTypedExtensionProtocolOptions("envoy.extensions.upstreams.http.v3.HttpProtocolOptions", any(
                        HttpProtocolOptions.newBuilder()
                                .setExplicitHttpConfig(HttpProtocolOptions.ExplicitHttpConfig.newBuilder()
                                        .setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder()
                                                .setInitialStreamWindowSize(UInt32Value.of(WINDOW_BYTES))
                                                .setInitialConnectionWindowSize(UInt32Value.of(WINDOW_BYTES))))
                                .build()))
                .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                        .setClusterName(ADS)
                        .addEndpoints(LocalityLbEndpoints.newBuilder()
                                .addLbEndpoints(LbEndpoint.newBuilder()
                                        .setEndpoint(Endpoint.newBuilder()
                                                .setAddress(pipe(folder.adsSocket().toString(), 0))))))
                .build();
    }

    private static ApiConfigSource ads() {
        return ApiConfigSource.newBuilder()
                .setApiType(ApiConfigSource.ApiType.DELTA_GRPC)
                .setTransportApiVersion(ApiVersion.V3)
                .setSetNodeOnFirstMessageOnly(true)
                .addGrpcServices(GrpcService.newBuilder()
                        .setEnvoyGrpc(GrpcService.EnvoyGrpc.newBuilder()
                                .setClusterName(ADS)
                                // Envoy's own default backs off up to 30 s: a restarted agent would be blind for as long. The
                                // xDS stream reads this policy here, not the one of GrpcService.
                                .setRetryPolicy(RetryPolicy.newBuilder().setRetryBackOff(BackoffStrategy.newBuilder()
                                        .setBaseInterval(millis(50))
                                        .setMaxInterval(millis(500))))))
                .build();
    }

    /** Without a time-out: an Envoy that gave up waiting for an agent that still loads would serve with nothing. */
    private static ConfigSource byAds() {
        return ConfigSource.newBuilder()
                .setAds(AggregatedConfigSource.getDefaultInstance())
                .setResourceApiVersion(ApiVersion.V3)
                .setInitialFetchTimeout(Duration.getDefaultInstance())
                .build();
    }

    private static Address pipe(String path, int mode) {
        return Address.newBuilder().setPipe(Pipe.newBuilder().setPath(path).setMode(mode)).build();
    }

    private static Duration millis(int millis) {
        return Duration.newBuilder().setNanos(millis * 1_000_000).build();
    }

    static Any any(Message message) {
        return Any.pack(message);
    }
}
