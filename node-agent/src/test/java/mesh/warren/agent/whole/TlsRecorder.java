package mesh.warren.agent.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import mesh.warren.agent.identity.CertificateCheck;
import mesh.warren.agent.netns.NetnsThread;

/**
 * A server that is no pod of Warren: it ends TLS itself, wants a certificate, and answers {@code id=SPIFFE-ID peer=IP} of the
 * connection. HTTP/1.1 on 8080, a line for a line on 9090.
 */
public final class TlsRecorder implements AutoCloseable {

    private final ServerSocket http;
    private final ServerSocket line;
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    private TlsRecorder(ServerSocket http, ServerSocket line) {
        this.http = http;
        this.line = line;
    }

    public static TlsRecorder start(Path netns, String address, SSLContext tls) throws IOException {
        TlsRecorder recorder = new TlsRecorder(listen(netns, address, 8080, tls), listen(netns, address, 9090, tls));
        Thread.ofPlatform().daemon().start(() -> recorder.accept(recorder.http, true));
        Thread.ofPlatform().daemon().start(() -> recorder.accept(recorder.line, false));
        return recorder;
    }

    /** {@code id=SPIFFE-ID peer=IP} of each connection so far. */
    public Queue<String> seen() {
        return seen;
    }

    private static ServerSocket listen(Path netns, String address, int port, SSLContext tls) throws IOException {
        return NetnsThread.call(netns, () -> {
            SSLServerSocket server = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(address, port), 512);
            SSLParameters parameters = server.getSSLParameters();
            parameters.setNeedClientAuth(true);
            parameters.setApplicationProtocols(new String[] {"warren"});
            server.setSSLParameters(parameters);
            return server;
        });
    }

    private void accept(ServerSocket server, boolean speaksHttp) {
        while (!server.isClosed()) {
            try {
                SSLSocket client = (SSLSocket) server.accept();
                Thread.ofVirtual().start(() -> converse(client, speaksHttp));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(SSLSocket client, boolean speaksHttp) {
        try (client) {
            client.startHandshake();
            X509Certificate leaf = (X509Certificate) client.getSession().getPeerCertificates()[0];
            String who = "id=" + String.join(",", CertificateCheck.uris(leaf)) + " peer=" + client.getInetAddress().getHostAddress();
            seen.add(who);
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            String body = who + "\n";
            String answer = speaksHttp ? "HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body : body;
            for (String request = in.readLine(); request != null; request = in.readLine()) {
                while (speaksHttp && request != null && !request.isEmpty()) {
                    request = in.readLine();
                }
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException clientWentAway) {
            // The client counts that.
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
        line.close();
    }
}
