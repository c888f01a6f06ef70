package mesh.warren.agent.doors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.whole.CertificateFolder;
import mesh.warren.agent.whole.TlsRecorder;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.Stamp;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.identity.IdentitySecrets;
import mesh.warren.model.identity.SecretNames;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two pods with certificates of their own use one shared cluster with TLS, which as sent keeps sessions. A resumed session shows
 * the certificate with which it was opened.
 */
@Tag("node")
class TlsResumptionNodeTest {

    private static final int PORT = 9443;
    private static final String REUSED = "cluster.tls.ssl.session_reused";

    @TempDir
    private Path temporary;

    private DoorNode node;
    private CertificateFolder certificates;
    private PodNetwork a;
    private PodNetwork b;
    private TlsRecorder server;

    @BeforeEach
    void prepare() throws Exception {
        node = new DoorNode();
        certificates = new CertificateFolder(temporary);
        a = node.plain("a", 11);
        b = node.plain("b", 12);
        PodNetwork outside = node.plain("server", 13);
        server = TlsRecorder.start(Path.of(outside.pin()), "10.77.0.13", certificates.tls("cluster.local", "server"));
    }

    @AfterEach
    void takeDown() throws Exception {
        server.close();
        node.close();
    }

    @Test
    void asServedNoSessionIsResumedAndEachPodShowsItsOwnCertificate() throws Exception {
        serve(rewritten(stamped()));
        assertEquals(List.of("a", "a", "b", "b", "a"), callers(a, a, b, b, a));
        assertEquals(0, node.stat(REUSED));
    }

    /** Envoy has a TLS context for each certificate that it asks for, and sessions with it: the rule is a second lock there. */
    @Test
    void withSessionsKeptTheStampedCertificatesKeepThemApart() throws Exception {
        serve(withSessions(rewritten(stamped())));
        assertEquals(List.of("a", "a", "b", "b", "a"), callers(a, a, b, b, a));
    }

    @Test
    void withSessionsKeptPodBResumesTheSessionThatPodAOpened() throws Exception {
        serve(withSessions(rewritten(ownCertificate())));
        assertEquals(List.of("both", "both"), callers(a, b));
        assertEquals(1, node.stat(REUSED));
    }

    @Test
    void asServedPodBOpensASessionOfItsOwn() throws Exception {
        serve(rewritten(ownCertificate()));
        assertEquals(List.of("both", "both"), callers(a, b));
        assertEquals(0, node.stat(REUSED));
    }

    private Cluster rewritten(CommonTlsContext sent) throws Exception {
        Accepted accepted = assertInstanceOf(Accepted.class, new Rewriter(ApiTable.committed(), UpstreamBinding.shared(node.emptyPath()))
                .rewrite(ResourceType.CLUSTER, Packed.bytes(sent(sent)), RewriteContext.DEFAULT));
        return Cluster.parseFrom(accepted.resource().bytes().resolve(ResourceKey::name));
    }

    /** What Envoy would get without the rule that sessions are not kept. */
    private static Cluster withSessions(Cluster rewritten) throws Exception {
        Cluster.Builder cluster = rewritten.toBuilder();
        UpstreamTlsContext tls = cluster.getTransportSocket().getTypedConfig().unpack(UpstreamTlsContext.class);
        assertEquals(UInt32Value.of(0), tls.getMaxSessionKeys());
        cluster.getTransportSocketBuilder().setTypedConfig(Packed.any(tls.toBuilder().setMaxSessionKeys(UInt32Value.of(10)).build()));
        return cluster.build();
    }

    /** Whose certificate the server saw when these called, one after the other. */
    private static List<String> callers(PodNetwork... pods) throws IOException {
        List<String> seen = new ArrayList<>();
        for (PodNetwork pod : pods) {
            String answer = call(pod);
            assertTrue(answer.endsWith(" peer=" + pod.addresses().first()), answer);
            seen.add(answer.substring(answer.lastIndexOf('/') + 1, answer.indexOf(' ')));
        }
        return seen;
    }

    private static String call(PodNetwork pod) throws IOException {
        return NetnsThread.call(Path.of(pod.pin()), () -> {
            try (Socket socket = new Socket()) {
                socket.setSoTimeout(10_000);
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT), 5_000);
                socket.getOutputStream().write("who\n".getBytes(StandardCharsets.ISO_8859_1));
                return String.valueOf(new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)).readLine());
            }
        });
    }

    private void serve(Cluster cluster) throws Exception {
        List<PhysicalResource> doors = List.of(door(a), door(b));
        List<PhysicalResource> all = new ArrayList<>(doors);
        all.add(PhysicalResource.of(ResourceKey.of(ResourceType.CLUSTER, "tls"), Packed.bytes(cluster)));
        List<PhysicalResource> onDemand = List.of(certificate(a), certificate(b));
        node.serve(all, onDemand);
        node.awaitDoor(a, "127.0.0.1", PORT);
        node.awaitDoor(b, "127.0.0.1", PORT);
    }

    private PhysicalResource certificate(PodNetwork pod) throws IOException {
        String account = pod.name().name();
        certificates.renew(account);
        Path home = certificates.home(account);
        var secret = IdentitySecrets.certificate(new SecretNames("certificate-" + account, "roots"),
                Files.readAllBytes(home.resolve("tls.crt")), Files.readAllBytes(home.resolve("tls.key")));
        return PhysicalResource.of(secret.key(), secret.bytes().resolve(ResourceKey::name));
    }

    private static PhysicalResource door(PodNetwork pod) {
        Listener door = Listener.newBuilder().setName(pod.name().name())
                .setAddress(Address.newBuilder().setSocketAddress(SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(PORT)
                        .setNetworkNamespaceFilepath(pod.pin())))
                .addListenerFilters(new Stamp(pod.pin(), Optional.of("certificate-" + pod.name().name())).listenerFilter())
                .addFilterChains(FilterChain.newBuilder().addFilters(Filter.newBuilder().setName("tcp")
                        .setTypedConfig(Packed.any(TcpProxy.newBuilder().setStatPrefix("tls").setCluster("tls").build()))))
                .build();
        return PhysicalResource.of(ResourceKey.of(ResourceType.LISTENER, door.getName()), Packed.bytes(door));
    }

    /** The virtual Envoy's own identity, by SDS. */
    private static CommonTlsContext stamped() {
        return CommonTlsContext.newBuilder().addTlsCertificateSdsSecretConfigs(SdsSecretConfig.newBuilder().setName("default")
                .setSdsConfig(ConfigSource.newBuilder().setAds(AggregatedConfigSource.getDefaultInstance()))).build();
    }

    /** A certificate that the control plane sends in the cluster. */
    private CommonTlsContext ownCertificate() throws Exception {
        certificates.renew("both");
        Path home = certificates.home("both");
        return CommonTlsContext.newBuilder().addTlsCertificates(TlsCertificate.newBuilder()
                .setCertificateChain(DataSource.newBuilder().setInlineString(Files.readString(home.resolve("tls.crt"))))
                .setPrivateKey(DataSource.newBuilder().setInlineString(Files.readString(home.resolve("tls.key"))))).build();
    }

    /** As the pods' control plane sends it to both. */
    private static Cluster sent(CommonTlsContext common) {
        SocketAddress address = SocketAddress.newBuilder().setAddress("10.77.0.13").setPortValue(9090).build();
        UpstreamTlsContext tls = UpstreamTlsContext.newBuilder().setMaxSessionKeys(UInt32Value.of(10)).setCommonTlsContext(common).build();
        return Cluster.newBuilder().setName("tls").setType(Cluster.DiscoveryType.STATIC)
                .setLoadAssignment(ClusterLoadAssignment.newBuilder().setClusterName("tls").addEndpoints(LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(Endpoint.newBuilder()
                                .setAddress(Address.newBuilder().setSocketAddress(address))))))
                .setTransportSocket(TransportSocket.newBuilder().setName("tls").setTypedConfig(Packed.any(tls)))
                .build();
    }
}
