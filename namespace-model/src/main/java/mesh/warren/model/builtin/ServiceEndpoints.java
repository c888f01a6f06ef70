package mesh.warren.model.builtin;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.SortedSet;

/** The load assignment of a Service's port. */
final class ServiceEndpoints {

    private ServiceEndpoints() {}

    /** Without targets it is still there: Envoy then knows that there are none and answers 503 or resets. */
    static ClusterLoadAssignment of(String cluster, SortedSet<UsableEndpoints.Target> targets) {
        ClusterLoadAssignment.Builder assignment = ClusterLoadAssignment.newBuilder().setClusterName(cluster);
        if (!targets.isEmpty()) {
            LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder();
            targets.forEach(target -> locality.addLbEndpoints(LbEndpoint.newBuilder()
                    .setEndpoint(Endpoint.newBuilder().setAddress(Address.newBuilder()
                            .setSocketAddress(SocketAddress.newBuilder()
                                    .setAddress(target.address().toString())
                                    .setPortValue(target.port()))))));
            assignment.addEndpoints(locality);
        }
        return assignment.build();
    }
}
