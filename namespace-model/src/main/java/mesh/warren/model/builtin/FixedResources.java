package mesh.warren.model.builtin;

import com.google.protobuf.Message;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** What the built-in virtual Envoy has whatever the Services are: its chains, the route table, the clusters that pass on. */
final class FixedResources {

    private final SortedMap<ResourceKey, SymbolicResource> resources = new TreeMap<>();

    private FixedResources() {}

    static SortedMap<ResourceKey, SymbolicResource> of(BuiltinSettings settings) {
        BuiltinNames names = new BuiltinNames(settings.domain());
        ServiceClusters clusters = new ServiceClusters(settings.voidPath());
        FixedResources fixed = new FixedResources();
        ResourceKey pass = fixed.add(ResourceType.CLUSTER, names.pass(), clusters.originalDestination(names.pass()));
        ResourceKey inbound = fixed.add(ResourceType.CLUSTER, names.inbound(), clusters.inbound(names.inbound(), settings.clientAddress()));
        ResourceKey routes = fixed.add(ResourceType.ROUTES, names.http(), HttpRoutes.of(names.http()));
        fixed.add(ResourceType.CHAIN, names.http(), HttpChain.of(names.http(), names.prefix(), names.http()), routes);
        fixed.add(ResourceType.CHAIN, names.dispatch(), TcpChains.dispatch(names.dispatch(), names.prefix()));
        fixed.add(ResourceType.CHAIN, names.pass(), TcpChains.to(names.pass(), names.pass()), pass);
        fixed.add(ResourceType.CHAIN, names.inbound(), TcpChains.to(names.inbound(), names.inbound()), inbound);
        return fixed.resources;
    }

    private ResourceKey add(ResourceType type, String name, Message message, ResourceKey... references) {
        ResourceKey key = ResourceKey.of(type, name);
        resources.put(key, ServiceResources.resource(key, message, List.of(references)));
        return key;
    }
}
