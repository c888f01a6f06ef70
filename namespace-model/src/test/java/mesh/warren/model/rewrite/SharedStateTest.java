package mesh.warren.model.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.LoadBalancingPolicy;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.util.HexFormat;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** State and time that one pod would take from, or give to, those that it shares a resource with. */
@Tag("pure")
class SharedStateTest {

    @Test
    void aHealthAnswerOfOnePodIsNotCachedForOthers() {
        // pass_through_mode: {value: true}, cache_time: {seconds: 60}
        var filter = ByteString.copyFrom(HexFormat.of().parseHex("0a0208011a02083c"));
        var config = TypedExtensionConfig.newBuilder().setName("health").setTypedConfig(Any.newBuilder()
                .setTypeUrl("type.googleapis.com/envoy.extensions.filters.http.health_check.v3.HealthCheck").setValue(filter)).build();
        assertEquals(Scope.POD, RealTable.accepted(ResourceType.EXTENSION, config, NamespaceView.DEFAULT).resource().scope());
    }

    @Test
    void weightsLearntFromAnswersAreOneTenantsOwn() {
        var cluster = Cluster.newBuilder().setName("c").setLoadBalancingPolicy(LoadBalancingPolicy.newBuilder()
                .addPolicies(LoadBalancingPolicy.Policy.newBuilder().setTypedExtensionConfig(TypedExtensionConfig.newBuilder()
                        .setName("weighted").setTypedConfig(Any.newBuilder().setTypeUrl("type.googleapis.com/envoy.extensions"
                                + ".load_balancing_policies.client_side_weighted_round_robin.v3.ClientSideWeightedRoundRobin"))))).build();
        var accepted = RealTable.accepted(ResourceType.CLUSTER, cluster, NamespaceView.DEFAULT);
        assertEquals(Scope.TENANT, accepted.resource().scope());
        assertEquals("envoy.config.core.v3.TypedExtensionConfig.typed_config", accepted.narrowedBy());
    }

    @Test
    void endpointsDoNotGoStaleBecauseTheAgentRepeatsNothing() throws InvalidProtocolBufferException {
        var endpoints = ClusterLoadAssignment.newBuilder().setClusterName("c").setPolicy(ClusterLoadAssignment.Policy.newBuilder()
                .setEndpointStaleAfter(Duration.newBuilder().setSeconds(30))).build();
        var bytes = RealTable.accepted(ResourceType.ENDPOINTS, endpoints, NamespaceView.DEFAULT).resource().bytes().canonical();
        assertFalse(ClusterLoadAssignment.parseFrom(bytes).getPolicy().hasEndpointStaleAfter());
    }

    @Test
    void aChoiceOfHostsTakesABoundedTime() {
        var cluster = Cluster.newBuilder().setName("c").setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST).setLeastRequestLbConfig(
                Cluster.LeastRequestLbConfig.newBuilder().setChoiceCount(UInt32Value.of(-1)));
        assertEquals(100, RealTable.cluster(cluster).getLeastRequestLbConfig().getChoiceCount().getValue());
    }
}
