package mesh.warren.model.builtin;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.cert_mappers.static_name.v3.StaticName;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.cert_selectors.on_demand_secret.v3.Config;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import mesh.warren.model.xds.Packed;

/** Both ends of {@link MeshTls} in Envoy's words. */
final class MeshSockets {

    /** Where Envoy looks for what an endpoint's transport socket is chosen by. */
    private static final String MATCH = "envoy.transport_socket_match";
    private static final Struct MESH = Struct.newBuilder()
            .putFields("warren", Value.newBuilder().setStringValue("mtls").build()).build();

    private MeshSockets() {}

    /** On an endpoint that is a pod of the mesh. */
    static Metadata endpoint() {
        return Metadata.newBuilder().putFilterMetadata(MATCH, MESH).build();
    }

    /** Of a cluster: TLS to the endpoints that are pods of the mesh; to others, what the cluster does otherwise. Rewriting lifts the certificate. */
    static Cluster.TransportSocketMatch upstream(MeshTls tls) {
        return Cluster.TransportSocketMatch.newBuilder()
                .setName("mtls")
                .setMatch(MESH)
                .setTransportSocket(socket(UpstreamTlsContext.newBuilder()
                        .setCommonTlsContext(common(tls, tls.names().root())
                                .addTlsCertificateSdsSecretConfigs(secret(tls.names().certificate())))
                        .build()))
                .build();
    }

    /**
     * Of the chain that ends TLS. The names are those of the pod's own secrets in the shared Envoy.
     *
     * <p>Envoy 1.40 never begins to fetch the secrets of a chain that came by FCDS. So the certificate is selected on demand, which
     * asks for it at the first handshake, and the roots are kept by a cluster ({@link FixedResources}).
     */
    static TransportSocket downstream(MeshTls tls, String certificate, String root) {
        return socket(DownstreamTlsContext.newBuilder()
                .setCommonTlsContext(common(tls, root).setCustomTlsCertificateSelector(onDemand(certificate)))
                .setRequireClientCertificate(BoolValue.of(true))
                // Envoy demands both of a certificate on demand.
                .setDisableStatelessSessionResumption(true)
                .setDisableStatefulSessionResumption(true)
                .build());
    }

    private static CommonTlsContext.Builder common(MeshTls tls, String root) {
        return CommonTlsContext.newBuilder()
                .setTlsParams(TlsParameters.newBuilder().setTlsMinimumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_3)
                        .setTlsMaximumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_3))
                .addAlpnProtocols(MeshTls.MARKER)
                .setCombinedValidationContext(CombinedCertificateValidationContext.newBuilder()
                        .setDefaultValidationContext(CertificateValidationContext.newBuilder()
                                .addMatchTypedSubjectAltNames(SubjectAltNameMatcher.newBuilder()
                                        .setSanType(SubjectAltNameMatcher.SanType.URI)
                                        .setMatcher(StringMatcher.newBuilder().setPrefix(tls.domain().prefix()))))
                        .setValidationContextSdsSecretConfig(secret(root)));
    }

    private static TypedExtensionConfig onDemand(String certificate) {
        return extension("on-demand", Config.newBuilder()
                .setConfigSource(ads())
                .setCertificateMapper(extension("own", StaticName.newBuilder().setName(certificate).build()))
                .build());
    }

    private static TypedExtensionConfig extension(String name, Message config) {
        return TypedExtensionConfig.newBuilder().setName(name).setTypedConfig(Packed.any(config)).build();
    }

    private static SdsSecretConfig secret(String name) {
        return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(ads()).build();
    }

    private static ConfigSource ads() {
        return ConfigSource.newBuilder()
                .setResourceApiVersion(ApiVersion.V3)
                .setAds(AggregatedConfigSource.getDefaultInstance())
                .build();
    }

    private static TransportSocket socket(Message context) {
        return TransportSocket.newBuilder().setName("envoy.transport_sockets.tls").setTypedConfig(Packed.any(context)).build();
    }
}
