package mesh.warren.model.builtin;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;
import mesh.warren.model.xds.Packed;

/** HTTP options on both sides of the proxy, chosen so that neither side notices it. */
final class HttpOptions {

    /** Ten times Envoy's default: the limit of the application is to count, not the proxy's. */
    static final UInt32Value MAX_HEADERS = UInt32Value.of(1000);

    /** Of a request. */
    static final int MAX_HEADERS_KIB = 512;

    /** Of a response: as much as rewriting lets any cluster have. */
    private static final int MAX_RESPONSE_HEADERS_KIB = 256;

    private static final TypedExtensionConfig PRESERVE_CASE = TypedExtensionConfig.newBuilder()
            .setName("preserve_case")
            .setTypedConfig(Packed.any(PreserveCaseFormatterConfig.getDefaultInstance()))
            .build();

    private HttpOptions() {}

    static Http1ProtocolOptions http1(boolean downstream) {
        Http1ProtocolOptions.Builder options = Http1ProtocolOptions.newBuilder()
                .setEnableTrailers(true)
                .setHeaderKeyFormat(Http1ProtocolOptions.HeaderKeyFormat.newBuilder().setStatefulFormatter(PRESERVE_CASE));
        return downstream ? options.setAcceptHttp10(true).build() : options.build();
    }

    /** To a server, the HTTP version that the client speaks: HTTP/2 with prior knowledge stays that (gRPC). */
    static Any upstream() {
        return Packed.any(io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.newBuilder()
                .setCommonHttpProtocolOptions(HttpProtocolOptions.newBuilder()
                        .setIdleTimeout(Duration.newBuilder().setSeconds(60))
                        .setMaxHeadersCount(MAX_HEADERS)
                        .setMaxResponseHeadersKb(UInt32Value.of(MAX_RESPONSE_HEADERS_KIB)))
                .setUseDownstreamProtocolConfig(UseDownstreamHttpConfig.newBuilder()
                        .setHttpProtocolOptions(http1(false))
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
                .build());
    }
}
