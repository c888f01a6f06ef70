package mesh.warren.bench.jmh;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.function.IntFunction;
import mesh.warren.model.xds.ResourceType;

/** Resources as a mesh sends them, grown to about a wanted size. */
public final class Sample {

    /** What grows. */
    public enum Kind {
        /** A route table: a virtual host for each service. */
        ROUTES(ResourceType.ROUTES, Sample::routes),
        /** A cluster with its endpoints. */
        CLUSTER(ResourceType.CLUSTER, Sample::cluster),
        /** The endpoints of a cluster by EDS, each with a weight. */
        ENDPOINTS(ResourceType.ENDPOINTS, Sample::endpoints),
        /** A listener with a chain and a TCP proxy, in an {@code Any}, for each service. */
        LISTENER(ResourceType.LISTENER, Sample::listener),
        /** A route table as {@link #ROUTES}, with a header of a format string to parse on each route. */
        FORMATS(ResourceType.ROUTES, Sample::headers);

        private final ResourceType type;
        private final IntFunction<MessageLite> make;

        Kind(ResourceType type, IntFunction<MessageLite> make) {
            this.type = type;
            this.make = make;
        }

        ResourceType type() {
            return type;
        }

        /** At least this many bytes, with as few elements as give them. */
        byte[] ofSize(int size) {
            int perElement = (make.apply(101).getSerializedSize() - make.apply(1).getSerializedSize()) / 100;
            return make.apply(Math.max(1, size / perElement)).toByteArray();
        }
    }

    private Sample() {}

    private static MessageLite routes(int services) {
        var table = RouteConfiguration.newBuilder().setName("8080");
        for (int i = 0; i < services; i++) {
            table.addVirtualHosts(host(i, route(i)));
        }
        return table.build();
    }

    private static MessageLite headers(int services) {
        var table = RouteConfiguration.newBuilder().setName("8080");
        for (int i = 0; i < services; i++) {
            table.addVirtualHosts(host(i, route(i).addRequestHeadersToAdd(HeaderValueOption.newBuilder()
                    .setHeader(HeaderValue.newBuilder().setKey("x-client").setValue("%DOWNSTREAM_REMOTE_ADDRESS% %PROTOCOL%")))));
        }
        return table.build();
    }

    private static VirtualHost host(int i, Route.Builder route) {
        return VirtualHost.newBuilder().setName("service-" + i + ".default.svc.cluster.local:8080")
                .addDomains("service-" + i + ".default.svc.cluster.local").addDomains("service-" + i + ".default").addDomains("service-" + i)
                .addRoutes(route).build();
    }

    private static Route.Builder route(int i) {
        return Route.newBuilder().setName("default").setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .setRoute(RouteAction.newBuilder().setCluster("outbound|8080||service-" + i + ".default.svc.cluster.local"));
    }

    private static MessageLite cluster(int endpoints) {
        var locality = LocalityLbEndpoints.newBuilder();
        for (int i = 0; i < endpoints; i++) {
            locality.addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(Endpoint.newBuilder().setAddress(
                    Address.newBuilder().setSocketAddress(SocketAddress.newBuilder()
                            .setAddress("10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255)).setPortValue(8080)))));
        }
        return Cluster.newBuilder().setName("outbound|8080||reviews.default.svc.cluster.local").setType(Cluster.DiscoveryType.STATIC)
                .setConnectTimeout(Duration.newBuilder().setSeconds(2))
                .setLoadAssignment(ClusterLoadAssignment.newBuilder().setClusterName("reviews").addEndpoints(locality)).build();
    }

    private static MessageLite endpoints(int endpoints) {
        var locality = LocalityLbEndpoints.newBuilder();
        for (int i = 0; i < endpoints; i++) {
            locality.addLbEndpoints(LbEndpoint.newBuilder().setLoadBalancingWeight(UInt32Value.of(1)).setEndpoint(Endpoint.newBuilder()
                    .setAddress(Address.newBuilder().setSocketAddress(SocketAddress.newBuilder()
                            .setAddress("10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255)).setPortValue(8080)))));
        }
        return ClusterLoadAssignment.newBuilder().setClusterName("outbound|8080||reviews.default.svc.cluster.local")
                .addEndpoints(locality).build();
    }

    private static MessageLite listener(int services) {
        var listener = Listener.newBuilder().setName("virtualOutbound").setAddress(Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress("0.0.0.0").setPortValue(15001)));
        for (int i = 0; i < services; i++) {
            var proxy = TcpProxy.newBuilder().setStatPrefix("outbound").setCluster("outbound|" + i + "||db.default.svc.cluster.local").build();
            listener.addFilterChains(FilterChain.newBuilder().setName("chain-" + i)
                    .setFilterChainMatch(FilterChainMatch.newBuilder().setTransportProtocol("raw_buffer").addServerNames("s" + i + ".example"))
                    .addFilters(Filter.newBuilder().setName("envoy.filters.network.tcp_proxy").setTypedConfig(Any.newBuilder()
                            .setTypeUrl("type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy")
                            .setValue(proxy.toByteString()))));
        }
        return listener.build();
    }
}
