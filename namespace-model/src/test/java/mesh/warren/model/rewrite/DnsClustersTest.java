package mesh.warren.model.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig;
import java.util.List;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clusters found by DNS: refused without a relay; with one, nobody else is asked. */
@Tag("pure")
class DnsClustersTest {

    private static final NamespaceView RELAYED = NamespaceView.DEFAULT.withResolver(new DnsRelay("127.0.0.1", 5353));

    private static Cluster.Builder cluster(DiscoveryType type, String host) {
        var address = Address.newBuilder().setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(80));
        var endpoint = LbEndpoint.newBuilder().setEndpoint(Endpoint.newBuilder().setAddress(address));
        return Cluster.newBuilder().setName("c").setType(type).setLoadAssignment(ClusterLoadAssignment.newBuilder()
                .setClusterName("c").addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(endpoint)));
    }

    private static RewriteOutcome.Accepted accepted(Cluster.Builder cluster) {
        return RealTable.accepted(ResourceType.CLUSTER, cluster.build(), RELAYED);
    }

    private static CaresDnsResolverConfig resolver(Cluster cluster) throws InvalidProtocolBufferException {
        return cluster.getTypedDnsResolverConfig().getTypedConfig().unpack(CaresDnsResolverConfig.class);
    }

    @Test
    void withoutARelayItIsRefusedWithTheRemedy() {
        assertEquals(List.of("type egress STRICT_DNS",
                "load_assignment.endpoints[0].lb_endpoints[0].endpoint.address address db.example"),
                RealTable.refusals(ResourceType.CLUSTER, cluster(DiscoveryType.STRICT_DNS, "db.example").build()));
    }

    @Test
    void theRelayIsTheOnlyOneThatIsAsked() throws InvalidProtocolBufferException {
        var own = Address.newBuilder().setSocketAddress(SocketAddress.newBuilder().setAddress("10.0.0.53").setPortValue(53));
        var typed = TypedExtensionConfig.newBuilder().setName("own").setTypedConfig(Any.pack(
                CaresDnsResolverConfig.newBuilder().addResolvers(own).setUseResolversAsFallback(true).build(), "type.googleapis.com/"));
        var rewritten = RealTable.content(accepted(cluster(DiscoveryType.STRICT_DNS, "db.example")
                .addDnsResolvers(own).setUseTcpForDnsLookups(true).setTypedDnsResolverConfig(typed)));
        var resolver = resolver(rewritten);
        assertEquals("127.0.0.1:5353", resolver.getResolvers(0).getSocketAddress().getAddress() + ":"
                + resolver.getResolvers(0).getSocketAddress().getPortValue());
        assertEquals(1, resolver.getResolversCount());
        assertFalse(resolver.getUseResolversAsFallback());
        assertEquals(0, rewritten.getDnsResolversCount());
        assertFalse(rewritten.getUseTcpForDnsLookups());
        assertFalse(rewritten.getWaitForWarmOnInit().getValue());
    }

    @Test
    void itIsSharedInTheTenantAtMost() {
        assertEquals(Scope.TENANT, accepted(cluster(DiscoveryType.STRICT_DNS, "db.example")).resource().scope());
    }

    @Test
    void logicalDnsBecomesStrict() {
        assertEquals(DiscoveryType.STRICT_DNS,
                RealTable.content(accepted(cluster(DiscoveryType.LOGICAL_DNS, "db.example"))).getType());
    }

    @Test
    void lookUpsAreNotMoreOftenThanOneInASecond() {
        var rewritten = RealTable.content(accepted(
                cluster(DiscoveryType.STRICT_DNS, "db.example").setDnsRefreshRate(Durations.fromMillis(2)).setRespectDnsTtl(true)));
        assertEquals(Durations.fromSeconds(1), rewritten.getDnsRefreshRate());
        assertEquals(true, rewritten.getRespectDnsTtl());
    }

    @Test
    void otherClustersHaveNoHostNamesAndNoResolver() {
        var outcome = RealTable.rewrite(ResourceType.CLUSTER, cluster(DiscoveryType.STATIC, "db.example").build(), RELAYED);
        assertEquals("address", ((RewriteOutcome.Refused) outcome).refusals().getFirst().rule());
        assertFalse(RealTable.content(accepted(cluster(DiscoveryType.STATIC, "10.0.0.1"))).hasTypedDnsResolverConfig());
    }

    @Test
    void whatIsNoHostNameIsRefused() {
        for (String host : List.of("a b", "unix:///x", "", "..", "a".repeat(64) + ".example", "x%00")) {
            var outcome = RealTable.rewrite(ResourceType.CLUSTER, cluster(DiscoveryType.STRICT_DNS, host).build(), RELAYED);
            assertEquals("address", ((RewriteOutcome.Refused) outcome).refusals().getFirst().rule(), host);
        }
    }
}
