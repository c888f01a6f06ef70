package mesh.warren.model.builtin;

import com.google.protobuf.Message;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import mesh.warren.model.symbolic.LiteralBytes;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** A Service's port as resources: its cluster and the endpoints of that. */
final class ServiceResources {

    private final BuiltinSettings settings;
    private final ServiceClusters clusters;

    ServiceResources(BuiltinSettings settings) {
        this.settings = settings;
        this.clusters = new ServiceClusters(settings.voidPath());
    }

    List<SymbolicResource> of(DialledPort port, Collection<EndpointSlice> slices) {
        Service service = port.service();
        String name = new BuiltinNames(settings.domain()).service(port.address(), port.port().port());
        var targets = UsableEndpoints.of(service, port.port(), port.address().isIpv6(), slices, settings.node());
        ResourceKey endpoints = ResourceKey.of(ResourceType.ENDPOINTS, name);
        return List.of(
                resource(endpoints, ServiceEndpoints.of(name, targets), List.of()),
                resource(
                        ResourceKey.of(ResourceType.CLUSTER, name),
                        clusters.service(name, port.statName(), service.clientIpAffinity(), port.http() ? HttpOptions.upstream() : null),
                        List.of(endpoints)));
    }

    static SymbolicResource resource(ResourceKey key, Message message, Collection<ResourceKey> references) {
        SortedSet<ResourceKey> sorted = new TreeSet<>(references);
        return new SymbolicResource(key, Scope.DOMAIN, new LiteralBytes(key, Packed.bytes(message), sorted));
    }
}
