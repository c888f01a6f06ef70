package mesh.warren.agent.whole;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import mesh.warren.agent.netns.NetnsThread;

/** Whose certificate a pod's own sidecar shows on its TLS listener. */
final class TlsAsk {

    private static final int TIMEOUT_MILLIS = 10_000;
    /** Trusts everybody. */
    static final TrustManager EVERYBODY = new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    private TlsAsk() {}

    /** The subject of the certificate. */
    static String from(WholePod pod) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {EVERYBODY}, null);
            return NetnsThread.call(pod.netns(), () -> {
                try (Socket plain = new Socket("127.0.0.1", SidecarWorld.TLS)) {
                    plain.setSoTimeout(TIMEOUT_MILLIS);
                    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", SidecarWorld.TLS, true);
                    socket.startHandshake();
                    return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
                }
            });
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
