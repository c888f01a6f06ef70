package mesh.warren.model.identity;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.Packed;

/** Certificates and roots as secrets that Envoy takes. */
public final class IdentitySecrets {

    private IdentitySecrets() {}

    /**
     * The certificate of one pod; nobody shares it.
     *
     * @param names what the virtual Envoy calls it
     * @param chain PEM, the pod's own certificate first
     * @param key   PEM; copied, the caller may overwrite it
     */
    public static SymbolicResource certificate(SecretNames names, byte[] chain, byte[] key) {
        Secret secret = Secret.newBuilder()
                .setTlsCertificate(TlsCertificate.newBuilder().setCertificateChain(inline(chain)).setPrivateKey(inline(key)))
                .build();
        return new SymbolicResource(names.certificateKey(), Scope.POD, new SecretBytes(names.certificateKey(), Packed.bytes(secret)));
    }

    /**
     * What peers are validated with; the same for all pods of a domain.
     *
     * @param names what the virtual Envoy calls it
     * @param roots PEM, one certificate or more
     */
    public static SymbolicResource root(SecretNames names, byte[] roots) {
        Secret secret = Secret.newBuilder()
                .setValidationContext(CertificateValidationContext.newBuilder().setTrustedCa(inline(roots)))
                .build();
        return new SymbolicResource(names.rootKey(), Scope.DOMAIN, new SecretBytes(names.rootKey(), Packed.bytes(secret)));
    }

    private static DataSource inline(byte[] pem) {
        return DataSource.newBuilder().setInlineBytes(ByteString.copyFrom(pem)).build();
    }
}
