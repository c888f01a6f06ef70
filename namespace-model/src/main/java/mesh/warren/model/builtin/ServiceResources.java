package mesh.warren.model.builtin;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mesh.warren.model.builtin.UsableEndpoints.Target;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceType;

/**
 * A Service's port as resources: its cluster and the endpoints of that.
 *
 * @param node      for {@code internalTrafficPolicy: Local}
 * @param rewriting of both
 * @param tls       to endpoints that are pods of the mesh
 */
record ServiceResources(String node, Rewriting rewriting, Optional<MeshTls> tls) {

    /** @param mesh those of its endpoints that are pods of the mesh */
    List<SymbolicResource> of(DialledPort port, Collection<EndpointSlice> slices, Set<Target> mesh) {
        Service service = port.service();
        String name = BuiltinNames.service(port.address(), port.port().port());
        var targets = UsableEndpoints.of(service, port.port(), port.address().isIpv6(), slices, node);
        return List.of(
                rewriting.of(ResourceType.ENDPOINTS, ServiceEndpoints.of(name, targets, mesh)),
                StatNamed.of(
                        rewriting.of(ResourceType.CLUSTER, ServiceClusters.service(
                                name, service.clientIpAffinity(), port.http() ? HttpOptions.upstream() : null, tls)),
                        port.statName()));
    }
}
