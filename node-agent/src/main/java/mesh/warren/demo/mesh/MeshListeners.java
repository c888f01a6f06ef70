package mesh.warren.demo.mesh;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;

/** Listeners and the route table. */
final class MeshListeners {

    private static final String ROUTES = "80";
    private static final int OUTBOUND = 15001;
    private static final int INBOUND = 15006;

    private MeshListeners() {}

    static RouteConfiguration routes(int... services) {
        RouteConfiguration.Builder table = RouteConfiguration.newBuilder().setName(ROUTES).setValidateClusters(BoolValue.of(false));
        for (int service : services) {
            String host = "svc-" + service + ".default.svc.cluster.local";
            table.addVirtualHosts(VirtualHost.newBuilder().setName(host + ":80")
                    .addDomains(host).addDomains("svc-" + service + ".default").addDomains(MeshSidecar.address(service))
                    .addRoutes(Route.newBuilder().setName("default").setMatch(RouteMatch.newBuilder().setPrefix("/"))
                            .setRoute(RouteAction.newBuilder().setCluster(MeshSidecar.name(service)))));
        }
        return table.build();
    }

    /** Of a TCP Service: reached by original destination. */
    static Listener tcp(int service) {
        return listener(MeshSidecar.address(service) + "_80", MeshSidecar.address(service), 80, false)
                .addFilterChains(chain("tcp", proxy(MeshSidecar.name(service)))).build();
    }

    /** Of all HTTP Services. */
    static Listener http() {
        return listener("0.0.0.0_80", "0.0.0.0", 80, false).addFilterChains(chain("http", manager("outbound_0.0.0.0_80"))).build();
    }

    static Listener outbound() {
        return listener("virtualOutbound", "0.0.0.0", OUTBOUND, true).setUseOriginalDst(BoolValue.of(true))
                .addFilterChains(chain("catchall", proxy("PassthroughCluster"))).build();
    }

    /** Says whose it is, as tracing and access logs do. */
    static Listener inbound(String pod) {
        return listener("virtualInbound", "0.0.0.0", INBOUND, true)
                .addListenerFilters(ListenerFilter.newBuilder().setName("original_dst")
                        .setTypedConfig(MeshSidecar.any(OriginalDst.getDefaultInstance())))
                .addFilterChains(chain("inbound-" + pod, proxy("PassthroughCluster"))).build();
    }

    private static Listener.Builder listener(String name, String address, int port, boolean bound) {
        return Listener.newBuilder().setName(name).setBindToPort(BoolValue.of(bound)).setAddress(Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port)));
    }

    private static FilterChain.Builder chain(String name, Filter filter) {
        return FilterChain.newBuilder().setName(name).addFilters(filter);
    }

    private static Filter proxy(String cluster) {
        return Filter.newBuilder().setName("envoy.filters.network.tcp_proxy").setTypedConfig(MeshSidecar.any(
                TcpProxy.newBuilder().setStatPrefix(cluster).setCluster(cluster).build())).build();
    }

    private static Filter manager(String prefix) {
        return Filter.newBuilder().setName("envoy.filters.network.http_connection_manager").setTypedConfig(MeshSidecar.any(
                HttpConnectionManager.newBuilder().setStatPrefix(prefix)
                        .setRds(Rds.newBuilder().setRouteConfigName(ROUTES).setConfigSource(MeshClusters.ads()))
                        .addHttpFilters(HttpFilter.newBuilder().setName("envoy.filters.http.router")
                                .setTypedConfig(MeshSidecar.any(Router.getDefaultInstance())))
                        .build())).build();
    }
}
