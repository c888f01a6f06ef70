package mesh.warren.model.rewrite;

import static mesh.warren.model.rewrite.RealTable.accepted;
import static mesh.warren.model.rewrite.RealTable.cluster;
import static mesh.warren.model.rewrite.RealTable.content;
import static mesh.warren.model.rewrite.RealTable.refusals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.RoutingPriority;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What makes a tenant's cluster one that can be shared, or keeps it to its pod. */
@Tag("pure")
class ClusterRulesTest {

    private static final NamespaceView POD =
            new NamespaceView(Set.of("default"), Set.of("c"), Optional.of(RealTable.OF_POD));

    private static Cluster.Builder named() {
        return Cluster.newBuilder().setName("c");
    }

    private static Cluster.Builder bound(SocketAddress.Builder source) {
        return named().setUpstreamBindConfig(BindConfig.newBuilder().setSourceAddress(source));
    }

    private static Cluster.Builder limited(long connections) {
        return named().setCircuitBreakers(CircuitBreakers.newBuilder()
                .addThresholds(Thresholds.newBuilder().setMaxConnections(UInt32Value.of((int) connections))));
    }

    private static Cluster.Builder withCertificate(String secret) {
        CommonTlsContext context = CommonTlsContext.newBuilder()
                .addTlsCertificateSdsSecretConfigs(SdsSecretConfig.newBuilder().setName(secret)).build();
        return named().setTransportSocket(TransportSocket.newBuilder().setName("tls").setTypedConfig(
                Any.pack(UpstreamTlsContext.newBuilder().setCommonTlsContext(context).build())));
    }

    private static Scope scope(Cluster.Builder cluster) {
        return accepted(ResourceType.CLUSTER, cluster.build(), NamespaceView.DEFAULT).resource().scope();
    }

    private static Set<ResourceKey> references(Cluster.Builder cluster, NamespaceView view) {
        return accepted(ResourceType.CLUSTER, cluster.build(), view).resource().bytes().references();
    }

    @Test
    void everyClusterIsBoundByTheAgent() {
        assertEquals(RealTable.SHARED, cluster(named()).getUpstreamBindConfig());
    }

    @Test
    void aSourceAddressOfTheTenantsIsKeptInTheAgentsBinding() {
        BindConfig bind = cluster(bound(SocketAddress.newBuilder().setAddress("127.0.0.6").setPortValue(0))).getUpstreamBindConfig();
        assertEquals("127.0.0.6 /void",
                bind.getSourceAddress().getAddress() + " " + bind.getSourceAddress().getNetworkNamespaceFilepath());
    }

    @Test
    void nothingElseOfATenantsBindingIsTaken() {
        Cluster.Builder evil = bound(SocketAddress.newBuilder().setAddress("127.0.0.6").setPortValue(80).setNetworkNamespaceFilepath("/b"));
        evil.getUpstreamBindConfigBuilder().setFreebind(BoolValue.of(true));
        assertEquals(List.of("upstream_bind_config bind freebind", "upstream_bind_config netns /b", "upstream_bind_config bind a port or protocol"),
                refusals(ResourceType.CLUSTER, evil.build()));
    }

    @Test
    void absentLimitsAreLiftedForBothPriorities() {
        CircuitBreakers breakers = cluster(named()).getCircuitBreakers();
        assertEquals(List.of(RoutingPriority.DEFAULT, RoutingPriority.HIGH),
                breakers.getThresholdsList().stream().map(Thresholds::getPriority).toList());
        assertEquals(-1, breakers.getThresholds(0).getMaxConnections().getValue());
        assertEquals(-1, breakers.getThresholds(1).getMaxRetries().getValue());
        assertEquals(Scope.DOMAIN, scope(named()));
    }

    @Test
    void aLimitInEffectIsKeptAndTheClusterIsItsTenants() {
        assertEquals(7, cluster(limited(7)).getCircuitBreakers().getThresholds(0).getMaxConnections().getValue());
        assertEquals(Scope.TENANT, scope(limited(7)));
    }

    @Test
    void anUnlimitedLimitIsNoState() {
        assertEquals(Scope.DOMAIN, scope(limited(0xffff_ffffL)));
    }

    @Test
    void aHostsLimitsAreNotCompleted() {
        Cluster.Builder cluster = named();
        cluster.getCircuitBreakersBuilder().addPerHostThresholds(Thresholds.newBuilder().setMaxConnections(UInt32Value.of(3)));
        assertEquals(Thresholds.newBuilder().setMaxConnections(UInt32Value.of(3)).build(),
                cluster(cluster).getCircuitBreakers().getPerHostThresholds(0));
    }

    @Test
    void endpointsWithoutANameAreCalledAsTheCluster() {
        Cluster.Builder eds = named().setType(Cluster.DiscoveryType.EDS).setEdsClusterConfig(EdsClusterConfig.getDefaultInstance());
        assertEquals(Set.of(ResourceKey.of(ResourceType.ENDPOINTS, "c")), references(eds, NamespaceView.DEFAULT));
    }

    @Test
    void theOwnCertificateIsChosenByTheStamp() {
        assertEquals(Set.of(), references(withCertificate("default"), NamespaceView.DEFAULT));
    }

    @Test
    void anotherCertificateStaysAReference() {
        assertEquals(Set.of(ResourceKey.of(ResourceType.SECRET, "other")), references(withCertificate("other"), NamespaceView.DEFAULT));
    }

    @Test
    void aClusterThatEnvoyItselfCallsIsItsPods() {
        Cluster.Builder called = withCertificate("default");
        RewriteOutcome.Accepted accepted = accepted(ResourceType.CLUSTER, called.build(), POD);
        assertEquals(Scope.POD, accepted.resource().scope());
        assertEquals(RealTable.OF_POD, content(accepted).getUpstreamBindConfig());
        assertEquals(Set.of(ResourceKey.of(ResourceType.SECRET, "default")), accepted.resource().bytes().references());
    }

    @Test
    void aHealthCheckedClusterIsItsPods() {
        Cluster.Builder checked = named().addHealthChecks(HealthCheck.newBuilder()
                .setTimeout(Duration.newBuilder().setSeconds(1)).setInterval(Duration.newBuilder().setNanos(1_000_000))
                .setTcpHealthCheck(HealthCheck.TcpHealthCheck.getDefaultInstance()));
        assertEquals(Scope.POD, scope(checked));
        assertEquals(Duration.newBuilder().setSeconds(1).build(), cluster(checked).getHealthChecks(0).getInterval());
    }

    @Test
    void aClusterFoundByDnsIsRefused() {
        assertEquals(List.of("type egress STRICT_DNS"),
                refusals(ResourceType.CLUSTER, named().setType(Cluster.DiscoveryType.STRICT_DNS).build()));
    }
}
