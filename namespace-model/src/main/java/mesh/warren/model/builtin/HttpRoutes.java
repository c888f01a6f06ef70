package mesh.warren.model.builtin;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import mesh.warren.model.xds.Packed;

/**
 * The route table of HTTP Services: one route, to the cluster that {@link HttpChain} named. A Service that comes or goes
 * does not change it.
 */
final class HttpRoutes {

    /** Only what cannot have reached the application: a request is never sent twice to one that may have acted on it. */
    private static final String RETRY_ON = "connect-failure,refused-stream,reset-before-request";

    private HttpRoutes() {}

    static RouteConfiguration of(String name) {
        return RouteConfiguration.newBuilder()
                .setName(name)
                .addVirtualHosts(VirtualHost.newBuilder().setName("any").addDomains("*").addRoutes(route()))
                .addRequestHeadersToRemove(HttpChain.CLUSTER_HEADER)
                .addRequestHeadersToRemove(HttpChain.PROTO_HEADER)
                .build();
    }

    private static Route route() {
        return Route.newBuilder()
                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                // Envoy added x-forwarded-proto if the client sent none: put back what there was.
                .addRequestHeadersToRemove("x-forwarded-proto")
                .addRequestHeadersToAdd(HttpChain.overwrite("x-forwarded-proto", "%REQ(" + HttpChain.PROTO_HEADER + ")%"))
                .setRoute(RouteAction.newBuilder()
                        .setClusterHeader(HttpChain.CLUSTER_HEADER)
                        .setClusterNotFoundResponseCode(RouteAction.ClusterNotFoundResponseCode.SERVICE_UNAVAILABLE)
                        .setTimeout(Duration.getDefaultInstance())
                        // Read by clusters with client affinity, by no other.
                        .addHashPolicy(RouteAction.HashPolicy.newBuilder().setConnectionProperties(
                                RouteAction.HashPolicy.ConnectionProperties.newBuilder().setSourceIp(true)))
                        .setRetryPolicy(RetryPolicy.newBuilder()
                                .setRetryOn(RETRY_ON)
                                .setNumRetries(UInt32Value.of(2))
                                .addRetryHostPredicate(RetryPolicy.RetryHostPredicate.newBuilder()
                                        .setName("previous_hosts")
                                        .setTypedConfig(Packed.any(PreviousHostsPredicate.getDefaultInstance())))
                                .setHostSelectionRetryMaxAttempts(3)))
                .build();
    }
}
