package mesh.warren.agent.upstream.connect;

import io.grpc.util.AdvancedTlsX509TrustManager.SslSocketAndEnginePeerVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/**
 * Takes a server whose certificate has one of these subject alternative names, whatever host was dialled.
 *
 * @param names compared as they are, with no wildcards
 */
record NamedServer(List<String> names) implements SslSocketAndEnginePeerVerifier {

    @Override
    public void verifyPeerCertificate(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        verify(chain);
    }

    @Override
    public void verifyPeerCertificate(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        verify(chain);
    }

    private void verify(X509Certificate[] chain) throws CertificateException {
        List<String> has = alternatives(chain[0]);
        if (has.stream().noneMatch(names::contains)) {
            throw new CertificateException("the server's certificate is for " + has + "; want one of " + names);
        }
    }

    private static List<String> alternatives(X509Certificate certificate) throws CertificateParsingException {
        return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream().flatMap(Collection::stream)
                .map(entry -> entry.get(1)).filter(String.class::isInstance).map(String.class::cast).toList();
    }
}
