package mesh.warren.model.builtin;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.Set;
import java.util.SortedSet;

/** The load assignment of a Service's port. */
final class ServiceEndpoints {

    private ServiceEndpoints() {}

    /**
     * Without targets it is still there: Envoy then knows that there are none and answers 503 or resets.
     *
     * @param mesh those of the targets that are pods of the mesh
     */
    static ClusterLoadAssignment of(String cluster, SortedSet<UsableEndpoints.Target> targets, Set<UsableEndpoints.Target> mesh) {
        ClusterLoadAssignment.Builder assignment = ClusterLoadAssignment.newBuilder().setClusterName(cluster);
        if (!targets.isEmpty()) {
            LocalityLbEndpoints.Builder locality = LocalityLbEndpoints.newBuilder();
            targets.forEach(target -> {
                LbEndpoint.Builder endpoint = LbEndpoint.newBuilder()
                        .setEndpoint(Endpoint.newBuilder().setAddress(Address.newBuilder()
                                .setSocketAddress(SocketAddress.newBuilder()
                                        .setAddress(target.address().toString())
                                        .setPortValue(target.port()))));
                if (mesh.contains(target)) {
                    endpoint.setMetadata(MeshSockets.endpoint());
                }
                locality.addLbEndpoints(endpoint);
            });
            assignment.addEndpoints(locality);
        }
        return assignment.build();
    }
}
