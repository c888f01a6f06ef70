package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import mesh.warren.agent.admin.AdminQuestion;
import mesh.warren.agent.admin.SharedResource;
import mesh.warren.agent.identity.CertificateCheck;
import mesh.warren.agent.netns.NetnsThread;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods with certificates, and nothing else let in. */
@Tag("node")
class IdentityNodeTest {

    private static final URI RECORDER_HTTP = URI.create("http://10.96.0.20:80");
    private static final URI RECORDER_LINE = URI.create("tcp://10.96.0.20:9090");
    private static final String OUTSIDE = "10.77.0.1";

    @TempDir
    private static Path temporary;
    private static CertificateFolder certificates;
    private static WholeNode node;
    private static TlsRecorder recorder;
    private static WholePod cart;
    private static WholePod otherCart;
    private static WholePod web;
    private static WholePod bare;

    @BeforeAll
    static void start() throws IOException {
        certificates = new CertificateFolder(temporary);
        certificates.renew("cart");
        certificates.renew("web");
        node = WholeNode.start(2, """
                identity: {provider: folder, folder: %s}
                mtls: strict
                """.formatted(certificates.folder()));
        node.manifest("pods.yaml", String.join("---\n", pod("cart", "cart", ""), pod("other-cart", "cart", ""), pod("web", "web", ""),
                pod("bare", "bare", ""), pod("recorder", "recorder", OUTSIDE)));
        node.manifest("recorder.yaml", """
                apiVersion: v1
                kind: Service
                metadata: {name: recorder, namespace: shop}
                spec:
                  clusterIP: 10.96.0.20
                  ports:
                  - {name: http, port: 80, targetPort: 8080, protocol: TCP}
                  - {name: line, port: 9090, targetPort: 9090, protocol: TCP}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: recorder-1, namespace: shop, labels: {kubernetes.io/service-name: recorder}}
                addressType: IPv4
                ports: [{name: http, port: 8080, protocol: TCP}, {name: line, port: 9090, protocol: TCP}]
                endpoints: [{addresses: ["%s"], conditions: {ready: true}}]
                """.formatted(OUTSIDE));
        cart = node.pod("cart");
        otherCart = node.pod("other-cart");
        web = node.pod("web");
        bare = node.pod("bare");
        recorder = TlsRecorder.start(node.node().netns(), OUTSIDE, certificates.tls("cluster.local", "recorder"));
        Web.servedBy(node, web);
        node.agent().awaitSettled(WholeNode.PATIENCE);
    }

    @AfterAll
    static void stop() throws IOException {
        if (recorder != null) {
            recorder.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    void eachConnectionOverASharedClusterHasItsOwnPodsIdentity() throws Exception {
        for (int round = 0; round < 20; round++) {
            for (URI target : List.of(RECORDER_HTTP, RECORDER_LINE)) {
                assertEquals("id=" + CertificateFolder.id("cart") + " peer=" + cart.ipv4(), cart.call(target));
                assertEquals("id=" + CertificateFolder.id("web") + " peer=" + web.ipv4(), web.call(target));
                assertEquals("id=" + CertificateFolder.id("cart") + " peer=" + otherCart.ipv4(), otherCart.call(target));
            }
        }
        assertEquals(Set.of(
                "id=" + CertificateFolder.id("cart") + " peer=" + cart.ipv4(),
                "id=" + CertificateFolder.id("web") + " peer=" + web.ipv4(),
                "id=" + CertificateFolder.id("cart") + " peer=" + otherCart.ipv4()), new HashSet<>(recorder.seen()));
        List<SharedResource> clusters = Arrays.stream(AdminQuestion.ask(node.files().adminSocket(), "classes", SharedResource[].class))
                .filter(shared -> shared.type().equals("CLUSTER") && shared.virtual().startsWith("10.96.0.20:")).toList();
        assertEquals(List.of("demo/10.96.0.20:80 by 4", "demo/10.96.0.20:9090 by 4"),
                clusters.stream().map(shared -> shared.physical() + " by " + shared.members()).sorted().toList());
    }

    @Test
    void betweenPodsTheApplicationSeesItsClientAndNoTls() throws Exception {
        assertEquals("pod=web peer=" + cart.ipv4(), cart.call(Web.HTTP));
        assertEquals("pod=web peer=" + otherCart.ipv4(), otherCart.call(Web.LINE));
        assertEquals("pod=web peer=" + cart.ipv6(), cart.call(Web.LINE_IPV6));
        assertTrue(node.admin().get("/stats?filter=ssl.handshake").lines().anyMatch(line -> line.matches(".*ssl\\.handshake: [1-9].*")));
    }

    @Test
    void aPodCallsItselfThroughItsOwnDoor() throws Exception {
        for (URI target : List.of(Web.HTTP, Web.LINE, Web.LINE_IPV6)) {
            assertTrue(web.call(target).startsWith("pod=web peer="), target.toString());
        }
    }

    @Test
    void plaintextIsNotLetIn() {
        assertThrows(IOException.class, () -> NetnsThread.call(node.node().netns(), () -> {
            try (LongConnection plain = LongConnection.open(new InetSocketAddress(web.ipv4(), PodApplication.LINE_PORT), false)) {
                return plain.ask();
            }
        }));
    }

    @Test
    void aPodWithoutACertificateReachesNobodyAndIsReachedByNobody() {
        assertThrows(IOException.class, () -> bare.call(RECORDER_LINE));
        assertThrows(IOException.class, () -> bare.call(Web.LINE));
        assertThrows(IOException.class, () -> handshake(certificates.tls("cluster.local", "recorder"), bare.ipv4(), null));
        assertTrue(recorder.seen().stream().noneMatch(seen -> seen.endsWith("peer=" + bare.ipv4())));
    }

    @Test
    void aDoorServesItsOwnPodsCertificateWhateverIsAskedFor() throws Exception {
        SSLContext client = certificates.tls("cluster.local", "recorder");
        assertEquals(List.of(CertificateFolder.id("web")), CertificateCheck.uris(handshake(client, web.ipv4(), null)));
        assertEquals(List.of(CertificateFolder.id("cart")), CertificateCheck.uris(handshake(client, cart.ipv4(), null)));
        assertEquals(List.of(CertificateFolder.id("cart")), CertificateCheck.uris(handshake(client, cart.ipv4(), "web.shop.svc")));
    }

    @Test
    void aCertificateOfAnotherTrustDomainIsNotLetIn() throws Exception {
        assertThrows(IOException.class, () -> handshake(certificates.tls("other.example", "cart"), web.ipv4(), null));
    }

    @Test
    void certificatesChangeUnderTrafficWithoutAFailedRequest() throws Exception {
        Traffic traffic = Traffic.start(cart, List.of(Web.HTTP, Web.LINE), 4);
        SSLContext client = certificates.tls("cluster.local", "recorder");
        for (int round = 0; round < 3; round++) {
            X509Certificate nextCart = certificates.renew("cart");
            X509Certificate nextWeb = certificates.renew("web");
            WholeNode.await("the doors serve the new certificates", () -> handshake(client, web.ipv4(), null).equals(nextWeb)
                    && handshake(client, cart.ipv4(), null).equals(nextCart));
            traffic.awaitAnswers(50);
        }
        Traffic.Outcome outcome = traffic.stop();
        System.out.println("three rotations of both certificates: " + outcome.answers() + " answers");
        assertEquals(List.of(), outcome.lost());
        assertEquals(List.of(), outcome.failed());
    }

    /** The certificate that a door serves. */
    private static X509Certificate handshake(SSLContext client, String pod, String name) throws IOException {
        Socket plain = NetnsThread.call(node.node().netns(), () -> {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(pod, PodApplication.LINE_PORT), 5_000);
            return socket;
        });
        try (SSLSocket tls = (SSLSocket) client.getSocketFactory().createSocket(plain, pod, PodApplication.LINE_PORT, true)) {
            tls.setSoTimeout(10_000);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"warren"});
            if (name != null) {
                parameters.setServerNames(List.of(new SNIHostName(name)));
            }
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            // TLS 1.3: whether the client's certificate was taken shows with the first answer.
            tls.getOutputStream().write("hello\n".getBytes());
            if (tls.getInputStream().read() < 0) {
                throw new IOException("closed");
            }
            return (X509Certificate) tls.getSession().getPeerCertificates()[0];
        }
    }

    private static String pod(String name, String account, String address) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: shop, annotations: {%s}}
                spec: {nodeName: any, serviceAccountName: %s, containers: [{name: app, image: any}]}
                %s
                """.formatted(name, address.isEmpty() ? "" : "warren.mesh/mtls: \"on\"", account,
                address.isEmpty() ? "" : "status: {podIPs: [{ip: " + address + "}]}");
    }
}
