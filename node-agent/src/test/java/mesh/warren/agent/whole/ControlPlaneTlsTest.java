package mesh.warren.agent.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import mesh.warren.agent.identity.CertificateCheck;
import mesh.warren.agent.netns.NetnsThread;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inbound listener that istiod sends with mTLS, by the secrets that the agent has for each pod. */
@Tag("control-planes")
class ControlPlaneTlsTest {

    @TempDir
    private static Path temporary;
    private static CertificateFolder certificates;
    private static ControlPlaneProcess controlPlane;
    private static WholeNode node;
    private static WholePod web;
    private static WholePod cart;

    @BeforeAll
    static void start() throws IOException {
        certificates = new CertificateFolder(temporary);
        certificates.renew("web");
        certificates.renew("cart");
        controlPlane = new ControlPlaneProcess(ControlPlaneProgram.GO, Files.createDirectory(temporary.resolve("plane")));
        String world = """
                {"version": "1", "clusters": [%s, %s], "endpoints": [], "listeners": [%s, %s], "routes": [], "extensions": [], "secrets": []}"""
                .formatted(passthrough("PassthroughCluster"), passthrough("InboundPassthroughCluster"), OUTBOUND, INBOUND);
        controlPlane.serve(Map.of("web.shop", world, "cart.shop", world));
        controlPlane.start();
        node = WholeNode.start(2, """
                identity: {provider: folder, folder: %s}
                controlPlanes:
                - {name: mesh, address: "127.0.0.1:%d", protocol: delta}
                domains:
                - {namespaces: [shop], controlPlane: mesh}
                """.formatted(certificates.folder(), controlPlane.port()));
        node.manifest("pods.yaml", pod("web") + "---\n" + pod("cart"));
        web = node.pod("web");
        cart = node.pod("cart");
        node.agent().awaitSettled(WholeNode.PATIENCE);
    }

    @AfterAll
    static void stop() throws IOException {
        if (node != null) {
            node.close();
        }
        if (controlPlane != null) {
            controlPlane.close();
        }
    }

    @Test
    void aClientWithACertificateIsServedAndSeesThePodsOwn() throws Exception {
        SSLContext client = certificates.tls("cluster.local", "client");
        for (WholePod pod : List.of(web, cart)) {
            try (SSLSocket tls = connect(client, pod)) {
                assertEquals("pod=" + pod.application().pod() + " peer=" + pod.ipv4(), ask(tls));
                assertEquals(List.of(CertificateFolder.id(pod.application().pod())),
                        CertificateCheck.uris((X509Certificate) tls.getSession().getPeerCertificates()[0]));
            }
        }
        assertEquals(List.of(), controlPlane.refusals());
        assertEquals(Set.of("web.shop", "cart.shop"), controlPlane.nodes("ack", "listener"));
    }

    @Test
    void oneWithoutACertificateOrOfOthersOrInPlaintextIsNot() throws Exception {
        SSLContext none = SSLContext.getInstance("TLS");
        none.init(null, new TrustManager[] {TlsAsk.EVERYBODY}, null);
        SSLContext foreign = new CertificateFolder(Files.createTempDirectory(temporary, "other"))
                .tls("cluster.local", "client", TlsAsk.EVERYBODY);
        for (SSLContext client : List.of(none, foreign)) {
            assertThrows(IOException.class, () -> {
                try (SSLSocket tls = connect(client, web)) {
                    ask(tls);
                }
            });
        }
        assertThrows(IOException.class, () -> NetnsThread.call(node.node().netns(), () -> {
            try (LongConnection plain = LongConnection.open(new InetSocketAddress(web.ipv4(), PodApplication.LINE_PORT), false)) {
                return plain.ask();
            }
        }));
    }

    @Test
    void aNewCertificateIsServedAtOnce() throws Exception {
        SSLContext client = certificates.tls("cluster.local", "client");
        X509Certificate next = certificates.renew("web");
        WholeNode.await("the door serves the new certificate", () -> {
            try (SSLSocket tls = connect(client, web)) {
                return tls.getSession().getPeerCertificates()[0].equals(next);
            }
        });
    }

    private static SSLSocket connect(SSLContext client, WholePod pod) throws IOException {
        Socket plain = NetnsThread.call(node.node().netns(), () -> {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(pod.ipv4(), PodApplication.LINE_PORT), 5_000);
            return socket;
        });
        SSLSocket tls = (SSLSocket) client.getSocketFactory().createSocket(plain, pod.ipv4(), PodApplication.LINE_PORT, true);
        tls.setSoTimeout(10_000);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"istio"});
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static String ask(SSLSocket tls) throws IOException {
        tls.getOutputStream().write("hello\n".getBytes());
        String line = new BufferedReader(new InputStreamReader(tls.getInputStream())).readLine();
        if (line == null) {
            throw new IOException("closed");
        }
        return line;
    }

    private static String pod(String name) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: shop}
                spec: {nodeName: any, serviceAccountName: %s, containers: [{name: app, image: any}]}
                """.formatted(name, name);
    }

    private static String passthrough(String name) {
        return """
                {"name": "%s", "type": "ORIGINAL_DST", "lb_policy": "CLUSTER_PROVIDED", "connect_timeout": "2s"}""".formatted(name);
    }

    private static String tcp(String cluster) {
        return """
                {"name": "envoy.filters.network.tcp_proxy", "typed_config": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy", "stat_prefix": "%s", "cluster": "%s"}}"""
                .formatted(cluster, cluster);
    }

    private static String filter(String name, String message) {
        return """
                {"name": "envoy.filters.listener.%s", "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.listener.%s.v3.%s"}}"""
                .formatted(name, name, message);
    }

    private static final String OUTBOUND = """
            {"name": "virtualOutbound", "traffic_direction": "OUTBOUND", "use_original_dst": true,
             "address": {"socket_address": {"address": "0.0.0.0", "port_value": 15001}},
             "filter_chains": [{"name": "virtualOutbound-catchall-tcp", "filters": [%s]}]}""".formatted(tcp("PassthroughCluster"));

    private static final String SECRET = "{\"name\": \"%s\", \"sds_config\": {\"ads\": {}, \"resource_api_version\": \"V3\"}}";

    private static final String INBOUND = """
            {"name": "virtualInbound", "traffic_direction": "INBOUND", "address": {"socket_address": {"address": "0.0.0.0", "port_value": 15006}},
             "listener_filters": [%s, %s], "listener_filters_timeout": "0s", "continue_on_listener_filters_timeout": true,
             "filter_chains": [
               {"name": "virtualInbound-blackhole", "filter_chain_match": {"destination_port": 15006}, "filters": [%s]},
               {"name": "virtualInbound", "filters": [%s],
                "filter_chain_match": {"transport_protocol": "tls", "application_protocols": ["istio-peer-exchange", "istio"]},
                "transport_socket": {"name": "envoy.transport_sockets.tls", "typed_config": {
                  "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
                  "require_client_certificate": true,
                  "common_tls_context": {
                    "alpn_protocols": ["istio-peer-exchange", "istio"],
                    "tls_params": {"tls_minimum_protocol_version": "TLSv1_2"},
                    "tls_certificate_sds_secret_configs": [%s],
                    "combined_validation_context": {"default_validation_context": {"match_typed_subject_alt_names": [
                        {"san_type": "URI", "matcher": {"prefix": "spiffe://cluster.local/"}}]},
                      "validation_context_sds_secret_config": %s}}}}}]}"""
            .formatted(filter("original_dst", "OriginalDst"), filter("tls_inspector", "TlsInspector"),
                    tcp("BlackHoleCluster"), tcp("InboundPassthroughCluster"), SECRET.formatted("default"), SECRET.formatted("ROOTCA"));
}
