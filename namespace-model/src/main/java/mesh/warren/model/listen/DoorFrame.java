package mesh.warren.model.listen;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.type.v3.TokenBucket;
import java.util.List;
import mesh.warren.model.confine.Stamp;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceKey;

/**
 * What every door has, whatever it does: its place in the pod's network namespace, its stamp, its limits, its chains by FCDS.
 *
 * @param pod       whose door it is
 * @param key       the door's
 * @param label     what tells it from the pod's other doors, in statistics
 * @param direction of its connections
 */
public record DoorFrame(PodNetwork pod, ResourceKey key, String label, TrafficDirection direction) {

    /** The chain that closes a connection. Inline in every door. */
    public static final String NOBODY = "none";

    private static final int FILLS_PER_SECOND = 10;

    /**
     * A chain of the door's own that would close the connection. Envoy changes the matcher of a listener in place only when the
     * listener has one; without it Envoy makes a new listener and, when the drain time is over, cuts the connections of the
     * old one: a Service on a new port would cost every pod its long-lived connections.
     */
    private static final FilterChain NONE = FilterChain.newBuilder().setName(NOBODY).build();

    /**
     * The listener, without a matcher.
     *
     * @param ips         addresses that it is bound to; the first is the main one
     * @param ports       the port of each
     * @param originalDst whether it asks where redirected connections were going
     * @param bufferBytes soft limit on what is buffered for one connection, in each direction
     */
    public Listener.Builder listener(List<String> ips, List<Integer> ports, boolean originalDst, int bufferBytes) {
        Listener.Builder listener = Listener.newBuilder()
                .setName(key.name().value())
                // Doors of different pods have the same address, from which Envoy would make the same statistics.
                .setStatPrefix("door." + pod.name() + "." + label)
                .setTrafficDirection(direction)
                .setAddress(address(ips.getFirst(), ports.getFirst()))
                .setEnableReusePort(BoolValue.of(true))
                .setPerConnectionBufferLimitBytes(UInt32Value.of(bufferBytes))
                .addFilterChains(NONE)
                .setFcdsConfig(Listener.FcdsConfig.newBuilder().setConfigSource(ConfigSource.newBuilder()
                        .setResourceApiVersion(ApiVersion.V3)
                        .setAds(AggregatedConfigSource.getDefaultInstance())));
        listener.addListenerFilters(filter("limit", pace(pod.limits().perSecond())));
        if (originalDst) {
            listener.addListenerFilters(filter("original_dst", OriginalDst.getDefaultInstance()));
        }
        listener.addListenerFilters(new Stamp(pod.pin(), pod.certificate()).listenerFilter());
        for (int i = 1; i < ips.size(); i++) {
            listener.addAdditionalAddresses(AdditionalAddress.newBuilder().setAddress(address(ips.get(i), ports.get(i))));
        }
        return listener;
    }

    /** The first filter, so that what is too much costs least. */
    private LocalRateLimit pace(int perSecond) {
        return LocalRateLimit.newBuilder()
                .setStatPrefix("door." + pod.name() + "." + label)
                .setTokenBucket(TokenBucket.newBuilder()
                        .setMaxTokens(perSecond)
                        .setTokensPerFill(UInt32Value.of(perSecond / FILLS_PER_SECOND))
                        .setFillInterval(Duration.newBuilder().setNanos(1_000_000_000 / FILLS_PER_SECOND)))
                .build();
    }

    /** A listener filter of this name. */
    public static ListenerFilter filter(String name, Message config) {
        return ListenerFilter.newBuilder().setName(name).setTypedConfig(Packed.any(config)).build();
    }

    private Address address(String ip, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder()
                        .setAddress(ip)
                        .setPortValue(port)
                        .setNetworkNamespaceFilepath(pod.pin()))
                .build();
    }
}
