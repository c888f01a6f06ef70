package mesh.warren.model.builtin;

import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.listen.ClientAddress;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** What the built-in virtual Envoy has whatever the Services are: its chains, the route table, the clusters that pass on. */
final class FixedResources {

    private final SortedMap<ResourceKey, SymbolicResource> resources = new TreeMap<>();

    private FixedResources() {}

    static SortedMap<ResourceKey, SymbolicResource> of(BuiltinSettings settings, Rewriting rewriting) {
        BuiltinNames names = new BuiltinNames(settings.domain());
        FixedResources fixed = new FixedResources();
        fixed.add(rewriting.of(ResourceType.CLUSTER, ServiceClusters.pass(names.pass(), settings.tls())));
        fixed.add(inbound(settings, rewriting, names.inbound()));
        ResourceKey routes = ResourceKey.of(ResourceType.ROUTES, names.http());
        fixed.add(AgentMade.resource(routes, n -> HttpRoutes.of(n.apply(routes))));
        ResourceKey http = ResourceKey.of(ResourceType.CHAIN, names.http());
        fixed.add(AgentMade.resource(http, n -> HttpChain.of(n.apply(http), names.prefix(), n.apply(routes)), routes));
        ResourceKey dispatch = ResourceKey.of(ResourceType.CHAIN, names.dispatch());
        fixed.add(AgentMade.resource(dispatch, n -> TcpChains.dispatch(n.apply(dispatch), names.prefix())));
        fixed.add(chainTo(names.pass()));
        fixed.add(chainTo(names.inbound()));
        settings.tls().ifPresent(tls -> fixed.add(inboundTls(tls, names)));
        return fixed.resources;
    }

    /** Its sockets carry another mark than those of shared clusters, so the rewriter's binding is not for it. */
    private static SymbolicResource inbound(BuiltinSettings settings, Rewriting rewriting, String name) {
        if (settings.clientAddress() == ClientAddress.HIDDEN) {
            return rewriting.of(ResourceType.CLUSTER, ServiceClusters.originalDestination(name));
        }
        ResourceKey key = ResourceKey.of(ResourceType.CLUSTER, name);
        return AgentMade.resource(key, n -> ServiceClusters.originalDestination(n.apply(key)).toBuilder()
                .setUpstreamBindConfig(UpstreamBinding.inbound(settings.voidPath()))
                .setCircuitBreakers(ServiceClusters.LIFTED)
                .build());
    }

    /** To the cluster of plain inbound connections, behind TLS with the pod's own certificate: so each pod has its own chain. */
    private static SymbolicResource inboundTls(MeshTls tls, BuiltinNames names) {
        ResourceKey chain = BuiltinNames.chain(names.inboundTls());
        ResourceKey cluster = ResourceKey.of(ResourceType.CLUSTER, names.inbound());
        ResourceKey certificate = tls.names().certificateKey();
        ResourceKey root = tls.names().rootKey();
        return AgentMade.ofPod(chain, n -> TcpChains.to(n.apply(chain), n.apply(cluster)).toBuilder()
                .setTransportSocket(MeshSockets.downstream(tls, n.apply(certificate), n.apply(root)))
                .build(), certificate, root, cluster);
    }

    /** A chain to the cluster of its own name. */
    private static SymbolicResource chainTo(String name) {
        ResourceKey chain = ResourceKey.of(ResourceType.CHAIN, name);
        ResourceKey cluster = ResourceKey.of(ResourceType.CLUSTER, name);
        return AgentMade.resource(chain, n -> TcpChains.to(n.apply(chain), n.apply(cluster)), cluster);
    }

    private void add(SymbolicResource resource) {
        resources.put(resource.key(), resource);
    }
}
