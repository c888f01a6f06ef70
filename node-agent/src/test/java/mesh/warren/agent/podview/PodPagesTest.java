package mesh.warren.agent.podview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.views.VirtualContent;
import mesh.warren.agent.views.VirtualContent.Shown;
import mesh.warren.cli.rewrite.EnvoyTypes;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("process")
class PodPagesTest {

    private static final TypeRegistry TYPES = EnvoyTypes.load().registry(List.of());
    private static final PodUid POD = new PodUid("1");

    private final PodPages pages = new PodPages(
            pod -> pod.equals(POD) ? Optional.of(content()) : Optional.empty(), () -> TYPES,
            new AdminClient(Path.of("/nonexistent/envoy.sock"), Duration.ofMillis(100)));

    @Test
    void theConfigDumpHasEnvoysSections() {
        JsonNode configs = json("/config_dump?include_eds").path("configs");
        assertEquals("type.googleapis.com/envoy.admin.v3.BootstrapConfigDump", configs.get(0).path("@type").asString());
        assertEquals("sidecar-1", configs.get(0).path("bootstrap").path("node").path("id").asString());
        assertEquals("web", section(configs, "Clusters").path("dynamic_active_clusters").get(0).path("cluster").path("name").asString());
        assertEquals("web", section(configs, "Endpoints").path("dynamic_endpoint_configs").get(0).path("endpoint_config")
                .path("cluster_name").asString());
        JsonNode listener = section(configs, "Listeners").path("dynamic_listeners").get(0);
        assertEquals("outbound", listener.path("active_state").path("listener").path("name").asString());
    }

    @Test
    void endpointsAreInTheDumpWhenAskedFor() {
        assertTrue(section(json("/config_dump").path("configs"), "Endpoints").isMissingNode());
    }

    @Test
    void privateKeysAreRedactedAsEnvoyDoes() {
        String dump = pages.get(POD, "/config_dump").body();
        assertFalse(dump.contains("very secret"), dump);
        JsonNode certificate = section(json("/config_dump").path("configs"), "Secrets")
                .path("dynamic_active_secrets").get(0).path("secret").path("tls_certificate");
        assertEquals("[redacted]", certificate.path("private_key").path("inline_string").asString());
        assertEquals("the chain", certificate.path("certificate_chain").path("inline_string").asString());
    }

    @Test
    void oneListOfTheDumpCanBeAskedFor() {
        JsonNode configs = json("/config_dump?resource=dynamic_listeners").path("configs");
        assertEquals(1, configs.size());
        assertEquals("outbound", configs.get(0).path("name").asString());
        assertEquals(404, pages.get(POD, "/config_dump?resource=nothing").status());
    }

    @Test
    void whatIsRefusedHasAnErrorState() {
        JsonNode clusters = section(json("/config_dump").path("configs"), "Clusters").path("dynamic_active_clusters");
        assertEquals("CLUSTER bad: why", clusters.get(1).path("error_state").path("details").asString());
    }

    @Test
    void aMaskIsRefusedInWords() {
        Page page = pages.get(POD, "/config_dump?mask=bootstrap");
        assertEquals(400, page.status());
        assertTrue(page.body().contains("?mask is not supported"), page.body());
    }

    @Test
    void clustersAreShownAsTextAndJson() {
        String text = pages.get(POD, "/clusters").body();
        assertTrue(text.contains("web::added_via_api::true\n"), text);
        assertTrue(text.contains("web::10.0.0.1:8080::health_flags::healthy\n"), text);
        JsonNode status = json("/clusters?format=json").path("cluster_statuses").get(0);
        assertEquals("10.0.0.1", status.path("host_statuses").get(0).path("address").path("socket_address").path("address").asString());
    }

    @Test
    void listenersAreShownAsTextAndJson() {
        assertEquals("outbound::0.0.0.0:15001\n", pages.get(POD, "/listeners").body());
        assertEquals(15001, json("/listeners?format=json").path("listener_statuses").get(0)
                .path("local_address").path("socket_address").path("port_value").asInt());
    }

    @Test
    void withoutEnvoyStatisticsSaySoAndThePodIsNotReady() {
        assertEquals(503, pages.get(POD, "/stats").status());
        assertEquals(503, pages.ready(POD).status());
        assertEquals(503, pages.get(new PodUid("2"), "/config_dump").status());
    }

    private JsonNode json(String target) {
        Page page = pages.get(POD, target);
        assertEquals(200, page.status(), page.body());
        return JsonMapper.builder().build().readTree(page.body());
    }

    private static JsonNode section(JsonNode configs, String type) {
        for (JsonNode config : configs) {
            if (config.path("@type").asString().equals("type.googleapis.com/envoy.admin.v3." + type + "ConfigDump")) {
                return config;
            }
        }
        return configs.path("missing");
    }

    private static VirtualContent content() {
        PodRecord pod = new PodRecord(POD, PodName.parse("shop/a"), "c", "eth0", Path.of("/run/netns/1"), new NetnsId(4, 1),
                Path.of("/pins/1"), List.of(InetAddress.getLoopbackAddress()), Map.of());
        SocketAddress web = SocketAddress.newBuilder().setAddress("10.0.0.1").setPortValue(8080).build();
        return new VirtualContent(pod, new Domain("mesh"), "sidecar-1", "shop", true, List.of(
                shown(ResourceType.SECRET, "default", Secret.newBuilder().setName("default").setTlsCertificate(TlsCertificate.newBuilder()
                        .setCertificateChain(DataSource.newBuilder().setInlineString("the chain"))
                        .setPrivateKey(DataSource.newBuilder().setInlineString("very secret"))).build()),
                shown(ResourceType.CLUSTER, "web", Cluster.newBuilder().setName("web").build()),
                shown(ResourceType.ENDPOINTS, "web", ClusterLoadAssignment.newBuilder().setClusterName("web")
                        .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(LbEndpoint.newBuilder()
                                .setEndpoint(Endpoint.newBuilder().setAddress(Address.newBuilder().setSocketAddress(web))))).build()),
                shown(ResourceType.LISTENER, "outbound", Listener.newBuilder().setName("outbound").setAddress(Address.newBuilder()
                        .setSocketAddress(SocketAddress.newBuilder().setAddress("0.0.0.0").setPortValue(15001))).build())),
                List.of(new Shown(ResourceKey.of(ResourceType.CLUSTER, "bad"), ByteString.EMPTY, Optional.of("CLUSTER bad: why"))));
    }

    private static Shown shown(ResourceType type, String name, Message message) {
        return new Shown(ResourceKey.of(type, name), message.toByteString(), Optional.empty());
    }
}
