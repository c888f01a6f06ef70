package mesh.warren.agent.upstream;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.domain.ServerAddress;
import mesh.warren.agent.domain.StreamLimits;
import mesh.warren.agent.domain.Tls;
import mesh.warren.agent.upstream.node.RealEnvoy;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/** Virtual Envoys and what control planes send them. */
final class Sidecars {

    static final int LONGEST_MESSAGE = 1 << 20;

    private Sidecars() {}

    static Upstream upstream(UpstreamObserver observer) {
        Upstream upstream = new Upstream(() -> CompletableFuture.completedFuture(RealEnvoy.UNKNOWN), Upstream::tokenFiles);
        upstream.begin(observer);
        return upstream;
    }

    static PodFields pod(String name) {
        return new PodFields(new PodUid(name), PodName.parse("shop/" + name), List.of(IpAddress.parse("10.0.0.7")), "default",
                Map.of("app", name), Map.of(), Map.of(), "node-1");
    }

    static ControlPlane plane(ServerAddress address, Protocol protocol) {
        return ControlPlane.plain("cp", address, protocol);
    }

    /** That waits for milliseconds where others wait for seconds. */
    static ControlPlane impatient(ServerAddress address, Protocol protocol, Optional<Tls> tls) {
        ControlPlane plain = plane(address, protocol);
        StreamLimits limits = plain.limits();
        return new ControlPlane(plain.domain(), address, protocol, tls, plain.authority(), plain.token(), plain.node(), plain.policy(),
                plain.identities(), new StreamLimits(LONGEST_MESSAGE, limits.virtualBytes(), limits.perConnection(), limits.keepAlive(),
                        Duration.ofMillis(2), Duration.ofMillis(20)));
    }

    static SortedSet<ResourceName> names(String... names) {
        return new TreeSet<>(Stream.of(names).map(ResourceName::new).toList());
    }

    static Any cluster(String name, String alternative) {
        return Packed.any(Cluster.newBuilder().setName(name).setAltStatName(alternative).build());
    }

    static Any endpoints(String name) {
        return Packed.any(ClusterLoadAssignment.newBuilder().setClusterName(name).build());
    }

    static DeltaDiscoveryResponse delta(ResourceType type, String nonce, Map<String, Any> resources, String... removed) {
        DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(type.typeUrl()).setNonce(nonce).addAllRemovedResources(List.of(removed));
        resources.forEach((name, any) -> response.addResources(Resource.newBuilder().setName(name).setVersion("v" + nonce).setResource(any)));
        return response.build();
    }

    static DiscoveryResponse sotw(ResourceType type, String nonce, Any... resources) {
        return DiscoveryResponse.newBuilder().setTypeUrl(type.typeUrl()).setNonce(nonce).setVersionInfo("v" + nonce)
                .addAllResources(List.of(resources)).build();
    }

    static List<String> upserts(UpstreamPush push) {
        return push.upserts().stream().map(resource -> resource.key().name().value()).toList();
    }

    static Optional<StreamStatus> status(Upstream upstream, String pod) {
        return upstream.status().join().stream().filter(status -> status.pod().value().equals(pod)).findFirst();
    }
}
