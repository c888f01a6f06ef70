package mesh.warren.agent.envoy;

import com.github.xds.type.matcher.v3.Matcher;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.util.List;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** One HTTP service through every kind of resource: door, chain (FCDS), routes (RDS), cluster, endpoints (EDS). */
final class PlainHttpService {

    private static final ConfigSource ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            .build();

    private PlainHttpService() {}

    /** All five of them. */
    static List<PhysicalResource> resources(String name, int port) {
        return List.of(endpoints(name, 9), cluster(name), routes(name, name), chain(name), door(name, port));
    }

    static PhysicalResource endpoints(String name, int port) {
        return resource(ResourceType.ENDPOINTS, name, ClusterLoadAssignment.newBuilder()
                .setClusterName(name)
                .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(LbEndpoint.newBuilder()
                        .setEndpoint(Endpoint.newBuilder().setAddress(address("127.0.0.1", port)))))
                .build());
    }

    static PhysicalResource cluster(String name) {
        return resource(ResourceType.CLUSTER, name, Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setConnectTimeout(Duration.newBuilder().setSeconds(1))
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ADS))
                .build());
    }

    static PhysicalResource routes(String name, String cluster) {
        return resource(ResourceType.ROUTES, name, RouteConfiguration.newBuilder()
                .setName(name)
                .addVirtualHosts(VirtualHost.newBuilder().setName("all").addDomains("*").addRoutes(Route.newBuilder()
                        .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                        .setRoute(RouteAction.newBuilder().setCluster(cluster))))
                .build());
    }

    static PhysicalResource chain(String name) {
        HttpConnectionManager http = HttpConnectionManager.newBuilder()
                .setStatPrefix(name)
                .setRds(Rds.newBuilder().setRouteConfigName(name).setConfigSource(ADS))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("router").setTypedConfig(Any.pack(Router.getDefaultInstance())))
                .build();
        return resource(ResourceType.CHAIN, name, FilterChain.newBuilder()
                .setName(name)
                .addFilters(Filter.newBuilder().setName("http").setTypedConfig(Any.pack(http)))
                .build());
    }

    static PhysicalResource door(String name, int port) {
        return resource(ResourceType.LISTENER, name, Listener.newBuilder()
                .setName(name)
                .setAddress(address("0.0.0.0", port))
                .setFilterChainMatcher(Matcher.newBuilder().setOnNoMatch(Matcher.OnMatch.newBuilder()
                        .setAction(com.github.xds.core.v3.TypedExtensionConfig.newBuilder()
                                .setName("chain").setTypedConfig(Any.pack(StringValue.of(name))))))
                .setFcdsConfig(Listener.FcdsConfig.newBuilder().setConfigSource(ADS))
                .build());
    }

    /** A cluster that Envoy refuses. */
    static PhysicalResource brokenCluster(String name) {
        return resource(ResourceType.CLUSTER, name, Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setTransportSocket(TransportSocket.newBuilder().setName("none"))
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ADS))
                .build());
    }

    /** A cluster whose client certificate is a secret to be fetched (SDS). */
    static PhysicalResource clusterWithSecret(String name, String secret) {
        UpstreamTlsContext tls = UpstreamTlsContext.newBuilder()
                .setCommonTlsContext(CommonTlsContext.newBuilder().addTlsCertificateSdsSecretConfigs(
                        SdsSecretConfig.newBuilder().setName(secret).setSdsConfig(ADS)))
                .build();
        return resource(ResourceType.CLUSTER, name, Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setTransportSocket(TransportSocket.newBuilder().setName("tls").setTypedConfig(Any.pack(tls)))
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ADS))
                .build());
    }

    private static PhysicalResource resource(ResourceType type, String name, Message message) {
        return PhysicalResource.of(ResourceKey.of(type, name), Packed.bytes(message));
    }

    private static Address address(String ip, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port))
                .build();
    }
}
