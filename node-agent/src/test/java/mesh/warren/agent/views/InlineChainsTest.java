package mesh.warren.agent.views;

import static mesh.warren.agent.views.FedNode.await;
import static mesh.warren.agent.views.FedNode.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.warren.agent.publish.FakeEnvoy;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Chains that name secrets, which stand in the doors. */
@Tag("process")
class InlineChainsTest {

    private static final PodRecord A = pod("shop/a", 1);
    private static final PodRecord B = pod("shop/b", 2);
    private static final ResourceKey DOOR = ResourceKey.of(ResourceType.LISTENER, "shop/a/1/inbound");

    private final FakeEnvoy envoy = new FakeEnvoy();
    private final FedNode node = new FedNode(envoy);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aChainInADoorNamesThePhysicalResources() throws Exception {
        serve();
        FilterChain chain = inbound();
        assertEquals("mesh^shop^1/inbound/inbound", chain.getName());
        String bytes = chain.toByteString().toStringUtf8();
        assertTrue(bytes.contains("mesh^shop^1/cert") && bytes.contains("mesh/web"), bytes);
    }

    @Test
    void aDoorWaitsForTheSecretThatAChainInItNames() {
        node.pods(A);
        node.serve(A, "10.0.0.1");
        await(() -> node.names(ResourceType.LISTENER).size() == 2);
        node.settle();
        node.streams.push(A.uid(), ResourceType.LISTENER, Map.of("inbound", tls(1)));
        await(() -> node.streams.subscribed(A.uid(), ResourceType.SECRET).equals(Set.of("cert")));
        assertFalse(envoy.all().get(DOOR).content().toStringUtf8().contains("/cert"));
        node.streams.push(A.uid(), ResourceType.SECRET, Map.of("cert", secret()));
        await(() -> envoy.all().get(DOOR).content().toStringUtf8().contains("mesh^shop^1/cert"));
        assertTrue(node.names(ResourceType.SECRET).contains("mesh^shop^1/cert"));
    }

    @Test
    void aRefusedDoorGoesBackToTheChainThatItHad() throws Exception {
        serve();
        ByteString before = envoy.all().get(DOOR).content();
        envoy.hang();
        long bad = node.streams.push(A.uid(), ResourceType.LISTENER, Map.of("inbound", tls(2)));
        long good = node.streams.push(B.uid(), ResourceType.LISTENER, Map.of("inbound", tls(1)));
        await(() -> !envoy.all().get(DOOR).content().equals(before));
        node.refuse(DOOR, "no such thing");
        await(() -> envoy.all().get(DOOR).content().equals(before));
        envoy.goOn();
        assertEquals("CHAIN inbound/inbound: refused by Envoy: no such thing", node.answer(bad));
        assertEquals("", node.answer(good));
        assertEquals("", node.answer(node.streams.push(A.uid(), ResourceType.LISTENER, Map.of("inbound", tls(3)))));
        assertEquals(3, inbound().getTransportSocketConnectTimeout().getSeconds());
    }

    private void serve() {
        node.pods(A, B);
        for (PodRecord pod : List.of(A, B)) {
            node.serve(pod, "10.0.0.1");
            node.streams.push(pod.uid(), ResourceType.LISTENER, Map.of("inbound", tls(1), "outbound", Sent.outbound("routes")));
            node.streams.push(pod.uid(), ResourceType.SECRET, Map.of("cert", secret()));
        }
        await(() -> node.names(ResourceType.LISTENER).size() == 4
                && envoy.all().get(DOOR).content().toStringUtf8().contains("mesh^shop^1/cert"));
        node.settle();
    }

    /** The chain inside of A's inbound door, besides the one that closes connections. */
    private FilterChain inbound() throws InvalidProtocolBufferException {
        List<FilterChain> chains = Listener.parseFrom(envoy.all().get(DOOR).content()).getFilterChainsList();
        assertEquals(2, chains.size());
        return chains.getLast();
    }

    private static Listener tls(int seconds) {
        Listener.Builder listener = Sent.inbound("web").toBuilder();
        ConfigSource ads = ConfigSource.newBuilder()
                .setResourceApiVersion(ApiVersion.V3).setAds(AggregatedConfigSource.getDefaultInstance()).build();
        DownstreamTlsContext context = DownstreamTlsContext.newBuilder()
                .setCommonTlsContext(CommonTlsContext.newBuilder().addTlsCertificateSdsSecretConfigs(
                        SdsSecretConfig.newBuilder().setName("cert").setSdsConfig(ads)))
                .build();
        listener.getFilterChainsBuilder(0)
                .setTransportSocketConnectTimeout(com.google.protobuf.Duration.newBuilder().setSeconds(seconds))
                .setTransportSocket(TransportSocket.newBuilder().setName("tls").setTypedConfig(Packed.any(context)));
        return listener.build();
    }

    private static Secret secret() {
        return Secret.newBuilder().setName("cert").setTlsCertificate(TlsCertificate.newBuilder()
                .setCertificateChain(DataSource.newBuilder().setInlineString("chain"))
                .setPrivateKey(DataSource.newBuilder().setInlineString("key"))).build();
    }
}
