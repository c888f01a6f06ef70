package mesh.warren.model.builtin;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import mesh.warren.model.xds.Packed;

/**
 * The chain of HTTP Services. As with kube-proxy, the address dialled decides the Service, whatever the Host header says:
 * the chain writes it into a header of its own before routes are matched, over anything that the client sent there.
 *
 * <p>HTTP passes as it came: no header added, removed or spelled anew, no path normalised, no timeout. What cannot be avoided:
 * hop-by-hop headers are the connection's own, and a response without {@code date} gets one.
 */
final class HttpChain {

    /** Envoy's command for the address dialled, with its port: the original destination. */
    static final String DIALLED = "%DOWNSTREAM_LOCAL_ADDRESS%";

    /** Names the cluster; removed before the request leaves. */
    static final String CLUSTER_HEADER = "x-warren-cluster";

    /** Keeps the client's own x-forwarded-proto, which Envoy sets where it is absent. */
    static final String PROTO_HEADER = "x-warren-forwarded-proto";

    private HttpChain() {}

    /**
     * @param name   of the chain
     * @param prefix of the clusters' names
     * @param routes name of the route table, made by {@link HttpRoutes}
     */
    static FilterChain of(String name, String prefix, String routes) {
        HttpConnectionManager manager = HttpConnectionManager.newBuilder()
                .setStatPrefix(name)
                .setRds(Rds.newBuilder().setRouteConfigName(routes).setConfigSource(ConfigSource.newBuilder()
                        .setResourceApiVersion(ApiVersion.V3)
                        .setAds(AggregatedConfigSource.getDefaultInstance())))
                .addEarlyHeaderMutationExtensions(TypedExtensionConfig.newBuilder()
                        .setName("dialled")
                        .setTypedConfig(Packed.any(dialled(prefix))))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("router")
                        .setTypedConfig(Packed.any(Router.newBuilder().setSuppressEnvoyHeaders(true).build())))
                .addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType("websocket"))
                .setHttpProtocolOptions(HttpOptions.http1(true))
                .setCommonHttpProtocolOptions(HttpProtocolOptions.newBuilder()
                        .setIdleTimeout(Duration.getDefaultInstance())
                        .setMaxHeadersCount(HttpOptions.MAX_HEADERS))
                .setMaxRequestHeadersKb(UInt32Value.of(HttpOptions.MAX_HEADERS_KIB))
                .setStreamIdleTimeout(Duration.getDefaultInstance())
                .setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH)
                .setSkipXffAppend(true)
                .setGenerateRequestId(BoolValue.of(false))
                .setPreserveExternalRequestId(true)
                .setNormalizePath(BoolValue.of(false))
                .setProxy100Continue(true)
                .build();
        return FilterChain.newBuilder().setName(name).addFilters(TcpChains.filter("http", manager)).build();
    }

    private static io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation dialled(
            String prefix) {
        return io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation.newBuilder()
                .addMutations(HeaderMutation.newBuilder().setAppend(overwrite(CLUSTER_HEADER, prefix + DIALLED)))
                .addMutations(HeaderMutation.newBuilder().setRemove(PROTO_HEADER))
                .addMutations(HeaderMutation.newBuilder().setAppend(overwrite(PROTO_HEADER, "%REQ(X-FORWARDED-PROTO)%")))
                .build();
    }

    static HeaderValueOption overwrite(String header, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(header).setValue(value))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .build();
    }
}
