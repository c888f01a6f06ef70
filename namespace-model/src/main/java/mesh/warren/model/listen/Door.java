package mesh.warren.model.listen;

import com.github.xds.type.matcher.v3.Matcher;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.original_src.v3.OriginalSrc;
import mesh.warren.model.confine.Stamp;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * A door: the physical listener in a pod's network namespace. It accepts what capture redirects, stamps each connection and
 * hands it to the chain that its matcher names; a connection for which the matcher names none is closed.
 *
 * @param pod           whose door it is
 * @param direction     which of the pod's two doors
 * @param matcher       from destination to the name of a chain; see {@link DoorMatchers}
 * @param clientAddress what the application sees; {@link ClientAddress#HIDDEN} on an outbound door
 * @param settings      ports and limits
 */
public record Door(PodNetwork pod, Direction direction, Matcher matcher, ClientAddress clientAddress, DoorSettings settings) {

    /**
     * A chain that no matcher names, and that would close the connection. Envoy changes the matcher of a listener in place
     * only when the listener has a chain of its own; without one it makes a new listener and, when the drain time is over,
     * cuts the connections of the old one: a Service on a new port would cost every pod its long-lived connections.
     */
    private static final FilterChain NONE = FilterChain.newBuilder().setName("none").build();

    public Door {
        if (direction == Direction.OUTBOUND && clientAddress == ClientAddress.KEPT) {
            throw new IllegalArgumentException("door " + direction + " of " + pod.name()
                    + ": only an inbound door can keep the client's address");
        }
    }

    /** The door of what the pod sends. Only the pod itself can reach it: it is bound to the loopback. */
    public static Door outbound(PodNetwork pod, Matcher matcher, DoorSettings settings) {
        return new Door(pod, Direction.OUTBOUND, matcher, ClientAddress.HIDDEN, settings);
    }

    /** The door of what the pod receives. */
    public static Door inbound(PodNetwork pod, Matcher matcher, ClientAddress clientAddress, DoorSettings settings) {
        return new Door(pod, Direction.INBOUND, matcher, clientAddress, settings);
    }

    /** {@code tenant/pod/uid/direction}: the first two for people, the uid because a name can come back while its old door drains. */
    public ResourceKey key() {
        return key(pod.name(), pod.uid(), direction);
    }

    /** The key of the door of this pod in this direction. */
    public static ResourceKey key(PodName pod, PodUid uid, Direction direction) {
        return ResourceKey.of(ResourceType.LISTENER, pod + "/" + uid + "/" + direction);
    }

    /** The port that it is bound to. */
    public int port() {
        return direction == Direction.OUTBOUND ? settings.outboundPort() : settings.inboundPort();
    }

    public PhysicalResource resource() {
        return PhysicalResource.of(key(), Packed.bytes(listener()));
    }

    public Listener listener() {
        Listener.Builder listener = Listener.newBuilder()
                .setName(key().name().value())
                // Doors of different pods have the same address, from which Envoy would make the same statistics.
                .setStatPrefix("door." + pod.name() + "." + direction)
                .setTrafficDirection(direction.envoy())
                .setAddress(address(direction == Direction.OUTBOUND ? "127.0.0.1" : "0.0.0.0"))
                .setEnableReusePort(BoolValue.of(true))
                .setPerConnectionBufferLimitBytes(UInt32Value.of(settings.bufferBytes()))
                .addListenerFilters(filter("original_dst", OriginalDst.getDefaultInstance()))
                .addListenerFilters(new Stamp(pod.pin(), pod.certificate()).listenerFilter())
                .addFilterChains(NONE)
                .setFilterChainMatcher(matcher)
                .setFcdsConfig(Listener.FcdsConfig.newBuilder().setConfigSource(ConfigSource.newBuilder()
                        .setResourceApiVersion(ApiVersion.V3)
                        .setAds(AggregatedConfigSource.getDefaultInstance())));
        if (pod.ipv6()) {
            listener.addAdditionalAddresses(AdditionalAddress.newBuilder()
                    .setAddress(address(direction == Direction.OUTBOUND ? "::1" : "::")));
        }
        if (clientAddress == ClientAddress.KEPT) {
            listener.addListenerFilters(filter("original_src",
                    OriginalSrc.newBuilder().setMark(DoorSettings.CLIENT_ADDRESS_MARK).build()));
        }
        return listener.build();
    }

    private Address address(String ip) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder()
                        .setAddress(ip)
                        .setPortValue(port())
                        .setNetworkNamespaceFilepath(pod.pin()))
                .build();
    }

    private static ListenerFilter filter(String name, Message config) {
        return ListenerFilter.newBuilder().setName(name).setTypedConfig(Packed.any(config)).build();
    }
}
