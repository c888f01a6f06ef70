package mesh.warren.model.listen;

import com.github.xds.type.matcher.v3.Matcher;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.original_src.v3.OriginalSrc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.Packed;
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
 * @param inspection    whether the matcher asks about TLS
 */
public record Door(PodNetwork pod, Direction direction, Matcher matcher, ClientAddress clientAddress, DoorSettings settings,
        TlsInspection inspection) {

    public Door {
        if (direction == Direction.OUTBOUND && clientAddress == ClientAddress.KEPT) {
            throw new IllegalArgumentException("door " + direction + " of " + pod.name()
                    + ": only an inbound door can keep the client's address");
        }
    }

    /** The door of what the pod sends. Only the pod itself can reach it: it is bound to the loopback. */
    public static Door outbound(PodNetwork pod, Matcher matcher, DoorSettings settings) {
        return new Door(pod, Direction.OUTBOUND, matcher, ClientAddress.HIDDEN, settings, TlsInspection.NONE);
    }

    /** The door of what the pod receives. */
    public static Door inbound(PodNetwork pod, Matcher matcher, ClientAddress clientAddress, DoorSettings settings) {
        return new Door(pod, Direction.INBOUND, matcher, clientAddress, settings, TlsInspection.NONE);
    }

    /** The same, for a matcher that asks about TLS. */
    public Door with(TlsInspection asked) {
        return new Door(pod, direction, matcher, clientAddress, settings, asked);
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

    /** With these chains inside. */
    public PhysicalResource resource(List<ResourceKey> inline, PhysicalChains chains) {
        Listener.Builder listener = listener().toBuilder();
        InlineChains.into(listener, inline, chains);
        return PhysicalResource.of(key(), Packed.bytes(listener.build()));
    }

    public Listener listener() {
        Listener.Builder listener = frame(pod, direction, settings, settings.bufferBytes()).setFilterChainMatcher(matcher);
        if (clientAddress == ClientAddress.KEPT) {
            listener.addListenerFilters(keepsClientAddress());
        }
        inspection.addTo(listener);
        return listener.build();
    }

    /** What the door of this direction has whatever its chains are: the listener, without a matcher. */
    public static Listener.Builder frame(PodNetwork pod, Direction direction, DoorSettings settings, int bufferBytes) {
        boolean outbound = direction == Direction.OUTBOUND;
        List<String> ips = new ArrayList<>(List.of(outbound ? "127.0.0.1" : "0.0.0.0"));
        if (pod.ipv6()) {
            ips.add(outbound ? "::1" : "::");
        }
        int port = outbound ? settings.outboundPort() : settings.inboundPort();
        ResourceKey key = key(pod.name(), pod.uid(), direction);
        return new DoorFrame(pod, key, direction.toString(), direction.envoy())
                .listener(ips, Collections.nCopies(ips.size(), port), true, bufferBytes);
    }

    /** The listener filter of {@link ClientAddress#KEPT}. */
    public static ListenerFilter keepsClientAddress() {
        return DoorFrame.filter("original_src", OriginalSrc.newBuilder().setMark(DoorSettings.CLIENT_ADDRESS_MARK).build());
    }
}
