package mesh.warren.model.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.ScopedRouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.Vhds;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRds;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** VHDS and SRDS: what the control plane sends is put where Envoy would have discovered it for all tenants together. */
@Tag("pure")
class DiscoveriesTest {

    private static final RouteConfiguration SHOP = RouteConfiguration.newBuilder().setName("shop")
            .addVirtualHosts(host("inline")).setVhds(Vhds.getDefaultInstance()).build();

    private static VirtualHost host(String name) {
        return VirtualHost.newBuilder().setName(name).addDomains(name)
                .addRoutes(Route.newBuilder().setRoute(RouteAction.newBuilder().setCluster("c"))).build();
    }

    private static NamespaceView view(Map<String, ? extends Message> hosts, Map<String, ? extends Message> scopes,
            Map<String, ? extends Message> routes) {
        return NamespaceView.DEFAULT.withDiscovered(new Discovered(bytes(hosts), bytes(scopes), bytes(routes)));
    }

    private static TreeMap<String, ByteString> bytes(Map<String, ? extends Message> messages) {
        var bytes = new TreeMap<String, ByteString>();
        messages.forEach((name, message) -> bytes.put(name, message.toByteString()));
        return bytes;
    }

    private static List<String> hosts(RouteConfiguration routes) {
        return routes.getVirtualHostsList().stream().map(VirtualHost::getName).toList();
    }

    @Test
    void virtualHostsOfTheRouteConfigurationStandInIt() throws InvalidProtocolBufferException {
        var view = view(Map.of("shop/b", host("shop/b"), "shop/a", host("shop/a"), "shop/a/x", host("no"), "shopping/c", host("no")),
                Map.of(), Map.of());
        var accepted = RealTable.accepted(ResourceType.ROUTES, SHOP, view);
        var routes = RouteConfiguration.parseFrom(accepted.resource().bytes().canonical());
        assertEquals(List.of("inline", "shop/a", "shop/b"), hosts(routes));
        assertFalse(routes.hasVhds());
        assertEquals(Set.of(ResourceKey.of(ResourceType.CLUSTER, "c")), accepted.resource().bytes().references());
        assertEquals(Set.of(ResourceKey.of(ResourceType.VIRTUAL_HOST, "shop")), accepted.discoveries());
    }

    @Test
    void beforeAnyCameTheInlineOnesAreServed() throws InvalidProtocolBufferException {
        var accepted = RealTable.accepted(ResourceType.ROUTES, SHOP, NamespaceView.DEFAULT);
        assertEquals(List.of("inline"), hosts(RouteConfiguration.parseFrom(accepted.resource().bytes().canonical())));
        assertEquals(Set.of(ResourceKey.of(ResourceType.VIRTUAL_HOST, "shop")), accepted.discoveries());
    }

    @Test
    void whatIsPutInIsJudgedInItsPlace() {
        var bad = host("shop/a").toBuilder();
        bad.getRoutesBuilder(0).getRouteBuilder().setClusterHeader("x");
        var outcome = (RewriteOutcome.Refused) RealTable.rewrite(
                ResourceType.ROUTES, SHOP, view(Map.of("shop/a", bad.build()), Map.of(), Map.of()));
        assertEquals("virtual_hosts[1].routes[0].route.cluster_header run-time-name", outcome.refusals().getFirst().path() + " "
                + outcome.refusals().getFirst().rule());
    }

    private static FilterChain srds() {
        var manager = HttpConnectionManager.newBuilder().setStatPrefix("h").setScopedRoutes(ScopedRoutes.newBuilder()
                .setName("s").setScopedRds(ScopedRds.newBuilder().setSrdsResourcesLocator("xdstp://x/*"))).build();
        return FilterChain.newBuilder().setName("chain").addFilters(Filter.newBuilder().setName("http")
                .setTypedConfig(Any.pack(manager, "type.googleapis.com/"))).build();
    }

    private static ScopedRoutes scopes(RewriteOutcome.Accepted accepted) throws InvalidProtocolBufferException {
        return FilterChain.parseFrom(accepted.resource().bytes().canonical()).getFilters(0).getTypedConfig()
                .unpack(HttpConnectionManager.class).getScopedRoutes();
    }

    @Test
    void scopesStandInlineWithTheirRoutes() throws InvalidProtocolBufferException {
        var scope = ScopedRouteConfiguration.newBuilder().setName("s1").setRouteConfigurationName("shop").setOnDemand(true).build();
        var waiting = ScopedRouteConfiguration.newBuilder().setName("s2").setRouteConfigurationName("later").build();
        var view = view(Map.of("shop/a", host("shop/a")), Map.of("s1", scope, "s2", waiting), Map.of("shop", SHOP));
        var accepted = RealTable.accepted(ResourceType.CHAIN, srds(), view);
        var list = scopes(accepted).getScopedRouteConfigurationsList().getScopedRouteConfigurationsList();
        assertEquals(List.of("s1"), list.stream().map(ScopedRouteConfiguration::getName).toList());
        assertEquals("", list.getFirst().getRouteConfigurationName());
        assertFalse(list.getFirst().getOnDemand());
        assertEquals(List.of("inline", "shop/a"), hosts(list.getFirst().getRouteConfiguration()));
        assertEquals(Set.of("SCOPED_ROUTES *", "ROUTES shop", "ROUTES later", "VIRTUAL_HOST shop"),
                accepted.discoveries().stream().map(ResourceKey::toString).collect(Collectors.toSet()));
    }

    @Test
    void withoutScopesNoRequestHasOne() throws InvalidProtocolBufferException {
        var list = scopes(RealTable.accepted(ResourceType.CHAIN, srds(), NamespaceView.DEFAULT)).getScopedRouteConfigurationsList();
        assertEquals(List.of("warren^none"), list.getScopedRouteConfigurationsList().stream().map(ScopedRouteConfiguration::getName).toList());
    }
}
