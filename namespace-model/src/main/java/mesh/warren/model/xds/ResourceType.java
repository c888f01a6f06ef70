package mesh.warren.model.xds;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The xDS types that Warren serves to Envoy, in the order in which a reference may point: a resource refers only to
 * types declared before its own. Additions go out in this order and removals in reverse ("make before break", Envoy's
 * xDS protocol document, section "Eventual consistency considerations").
 */
public enum ResourceType {
    SECRET("envoy.extensions.transport_sockets.tls.v3.Secret"),
    ENDPOINTS("envoy.config.endpoint.v3.ClusterLoadAssignment"),
    CLUSTER("envoy.config.cluster.v3.Cluster"),
    EXTENSION("envoy.config.core.v3.TypedExtensionConfig"),
    VIRTUAL_HOST("envoy.config.route.v3.VirtualHost"),
    ROUTES("envoy.config.route.v3.RouteConfiguration"),
    SCOPED_ROUTES("envoy.config.route.v3.ScopedRouteConfiguration"),
    /** A chain: a filter chain that is a resource of its own (FCDS). */
    CHAIN("envoy.config.listener.v3.FilterChain"),
    /** As Envoy gets it: a door. As a control plane sends it: a listener. */
    LISTENER("envoy.config.listener.v3.Listener");

    /** What every type URL of the xDS protocol begins with. */
    public static final String TYPE_URL_PREFIX = "type.googleapis.com/";

    private static final Map<String, ResourceType> BY_URL =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ResourceType::typeUrl, Function.identity()));

    private final String typeUrl;

    ResourceType(String message) {
        this.typeUrl = TYPE_URL_PREFIX + message;
    }

    /** {@code type.googleapis.com/...}, as it stands in discovery requests and responses. */
    public String typeUrl() {
        return typeUrl;
    }

    /** The full name of the protobuf message. */
    public String message() {
        return typeUrl.substring(TYPE_URL_PREFIX.length());
    }

    /** The type of this URL; empty for one that Warren does not serve. */
    public static Optional<ResourceType> ofUrl(String typeUrl) {
        return Optional.ofNullable(BY_URL.get(typeUrl));
    }
}
