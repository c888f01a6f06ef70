package mesh.warren.cli.rewrite;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.ScopedRouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRouteConfigurationsList;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes;
import java.util.Optional;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * Listeners that have a virtual host or a scope in them: the agent puts these where they are asked for, so Envoy gets them in the same
 * way here.
 */
final class Carriers {

    private static final String PREFIX = "type.googleapis.com/";

    private Carriers() {}

    /** A listener of this name with the resource in it; empty for types that Envoy subscribes to. */
    static Optional<PhysicalResource> of(PhysicalResource resource, String name) {
        HttpConnectionManager.Builder manager = HttpConnectionManager.newBuilder().setStatPrefix("verify")
                .addHttpFilters(HttpFilter.newBuilder().setName("router").setTypedConfig(Any.pack(Router.getDefaultInstance(), PREFIX)));
        try {
            switch (resource.key().type()) {
                case VIRTUAL_HOST -> manager.setRouteConfig(RouteConfiguration.newBuilder().setName(name)
                        .addVirtualHosts(VirtualHost.parseFrom(resource.content())));
                case SCOPED_ROUTES -> manager.setScopedRoutes(scopes(ScopedRouteConfiguration.parseFrom(resource.content()), name));
                default -> {
                    return Optional.empty();
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(resource.key() + " does not parse after rewriting", e);
        }
        Listener.Builder listener = Listener.newBuilder().setName(name).addFilterChains(FilterChain.newBuilder()
                .addFilters(Filter.newBuilder().setName("http").setTypedConfig(Any.pack(manager.build(), PREFIX))));
        listener.getAddressBuilder().getSocketAddressBuilder().setAddress("127.0.0.1").setPortValue(1);
        listener.getBindToPortBuilder().setValue(false);
        return Optional.of(PhysicalResource.of(ResourceKey.of(ResourceType.LISTENER, name), listener.build().toByteString()));
    }

    /** Envoy takes no inline scope that names its routes; what it names is loaded by itself. */
    private static ScopedRoutes scopes(ScopedRouteConfiguration scope, String name) {
        ScopedRouteConfiguration.Builder inline = scope.toBuilder();
        if (!scope.getRouteConfigurationName().isEmpty()) {
            inline.clearRouteConfigurationName().setRouteConfiguration(RouteConfiguration.newBuilder().setName(name));
        }
        ScopedRoutes.ScopeKeyBuilder.Builder key = ScopedRoutes.ScopeKeyBuilder.newBuilder();
        for (int i = 0; i < Math.max(1, scope.getKey().getFragmentsCount()); i++) {
            key.addFragmentsBuilder().getHeaderValueExtractorBuilder().setName("x").setIndex(0);
        }
        return ScopedRoutes.newBuilder().setName(name).setScopeKeyBuilder(key)
                .setScopedRouteConfigurationsList(ScopedRouteConfigurationsList.newBuilder().addScopedRouteConfigurations(inline)).build();
    }
}
