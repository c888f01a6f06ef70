package mesh.warren.agent.views;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
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
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import mesh.warren.model.xds.Packed;

/** What a control plane sends to a sidecar: one listener for what the pod sends, one for what it receives, and what they refer to. */
public final class Sent {

    private static final ConfigSource ADS = ConfigSource.newBuilder()
            .setResourceApiVersion(ApiVersion.V3).setAds(AggregatedConfigSource.getDefaultInstance()).build();

    private Sent() {}

    public static Listener outbound(String routes) {
        HttpConnectionManager http = HttpConnectionManager.newBuilder()
                .setStatPrefix("out")
                .setRds(Rds.newBuilder().setRouteConfigName(routes).setConfigSource(ADS))
                .addHttpFilters(HttpFilter.newBuilder().setName("router").setTypedConfig(Packed.any(Router.getDefaultInstance())))
                .build();
        return listener("outbound", 15001, TrafficDirection.OUTBOUND,
                Filter.newBuilder().setName("http").setTypedConfig(Packed.any(http)).build());
    }

    public static Listener inbound(String cluster) {
        TcpProxy tcp = TcpProxy.newBuilder().setStatPrefix("in").setCluster(cluster).build();
        return listener("inbound", 15006, TrafficDirection.INBOUND,
                Filter.newBuilder().setName("tcp").setTypedConfig(Packed.any(tcp)).build());
    }

    private static Listener listener(String name, int port, TrafficDirection direction, Filter filter) {
        return Listener.newBuilder().setName(name)
                .setAddress(Address.newBuilder().setSocketAddress(SocketAddress.newBuilder().setAddress("0.0.0.0").setPortValue(port)))
                .setUseOriginalDst(BoolValue.of(true))
                .setTrafficDirection(direction)
                .addFilterChains(FilterChain.newBuilder().setName(name).addFilters(filter))
                .build();
    }

    public static RouteConfiguration routes(String name, String cluster) {
        return RouteConfiguration.newBuilder().setName(name)
                .addVirtualHosts(VirtualHost.newBuilder().setName("all").addDomains("*")
                        .addRoutes(Route.newBuilder().setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                .setRoute(RouteAction.newBuilder().setCluster(cluster))))
                .build();
    }

    public static Cluster eds(String name, int seconds) {
        return Cluster.newBuilder().setName(name).setType(DiscoveryType.EDS)
                .setConnectTimeout(Duration.newBuilder().setSeconds(seconds))
                .setEdsClusterConfig(EdsClusterConfig.newBuilder().setEdsConfig(ADS))
                .build();
    }

    public static ClusterLoadAssignment endpoints(String cluster, String address) {
        return ClusterLoadAssignment.newBuilder().setClusterName(cluster)
                .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(
                        Endpoint.newBuilder().setAddress(Address.newBuilder().setSocketAddress(
                                SocketAddress.newBuilder().setAddress(address).setPortValue(8080))))))
                .build();
    }
}
