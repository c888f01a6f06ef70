package mesh.warren.model.rewrite;

import com.google.protobuf.Any;
import com.google.protobuf.MessageLite;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import mesh.warren.model.rewrite.wire.Source;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceType;

/**
 * The lift of certificates: a client certificate that is the virtual Envoy's own identity is read from the connection's
 * stamp, so that clusters of different identities are the same (facts on identity; design section 4, "Lifts").
 */
final class Identity {

    static final int SELECTOR = 16;
    static final int SDS_CONFIG = 2;

    /** The certificate of a connection without a stamp: no such secret is ever served, so the connection fails. */
    static final String NOBODY = "warren^nobody";

    private static final String UPSTREAM = "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext";
    private static final int SDS_CERTIFICATES = 6;
    private static final int CERTIFICATES = 2;
    private static final int SDS_NAME = 1;
    private static final int LIFTED = 2;

    private static final byte[] SELECTOR_BYTES = selectorConfig().toByteArray();

    private final Walk walk;
    private final Peek peek;

    Identity(Walk walk) {
        this.walk = walk;
        this.peek = new Peek(walk.source);
    }

    /** Decides about a TLS context: only one SDS certificate, and that one the identity. */
    void enter(int from, int to) {
        FieldPlan field = walk.report.path.parent(0);
        boolean upstream = field != null && field.parent.name.equals(UPSTREAM);
        // A resource of one pod is never shared: it keeps its certificate, and needs no stamp to find it.
        boolean liftable = upstream && walk.scope != Scope.POD
                && peek.count(SDS_CERTIFICATES, from, to) == 1 && peek.count(CERTIFICATES, from, to) == 0
                && peek.count(SELECTOR, from, to) == 0 && peek.bytes(SDS_CERTIFICATES, from, to)
                && peek.bytes(SDS_NAME, peek.from, peek.to) && walk.context.view().identities().contains(peek.text());
        walk.flag(liftable ? LIFTED : 0);
    }

    /** Whether the certificate of the TLS context that the walk is in is lifted. */
    boolean lifted() {
        return walk.flag() == LIFTED;
    }

    /** Writes the selector of a lifted certificate. */
    void selector() {
        if (lifted()) {
            walk.out.varint(SELECTOR << 3 | Source.LENGTH);
            walk.out.varint(SELECTOR_BYTES.length);
            walk.out.literal(SELECTOR_BYTES);
        }
    }

    /** Writes where a secret comes from, when nothing says so: to Envoy it would be one of the bootstrap. */
    void sdsConfig(FieldPlan field) {
        walk.out.varint(field.tag & 0xffff_ffffL);
        ConfigSources.write(walk);
    }

    private static TypedExtensionConfig selectorConfig() {
        var mapper = io.envoyproxy.envoy.extensions.transport_sockets.tls.cert_mappers.filter_state_override.v3.Config
                .newBuilder().setDefaultValue(NOBODY).build();
        var config = io.envoyproxy.envoy.extensions.transport_sockets.tls.cert_selectors.on_demand_secret.v3.Config
                .newBuilder()
                .setConfigSource(ConfigSource.newBuilder()
                        .setAds(AggregatedConfigSource.getDefaultInstance()).setResourceApiVersion(ApiVersion.V3))
                .setCertificateMapper(extension("stamp",
                        "envoy.extensions.transport_sockets.tls.cert_mappers.filter_state_override.v3.Config", mapper))
                .build();
        return extension("on-demand",
                "envoy.extensions.transport_sockets.tls.cert_selectors.on_demand_secret.v3.Config", config);
    }

    private static TypedExtensionConfig extension(String name, String type, MessageLite config) {
        return TypedExtensionConfig.newBuilder().setName(name)
                .setTypedConfig(Any.newBuilder()
                        .setTypeUrl(ResourceType.TYPE_URL_PREFIX + type).setValue(config.toByteString()))
                .build();
    }
}
