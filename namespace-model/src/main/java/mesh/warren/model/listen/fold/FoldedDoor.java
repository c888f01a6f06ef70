package mesh.warren.model.listen.fold;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.listen.Direction;
import mesh.warren.model.listen.Door;
import mesh.warren.model.listen.DoorFrame;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.InlineChains;
import mesh.warren.model.listen.PhysicalChains;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** One door of a plan, before it is known whose. */
sealed interface FoldedDoor {

    /** How it picks chains. */
    Pick pick();

    /** What it keeps of its listener. */
    DoorTraits traits();

    /** Its listener in this pod, without matcher and traits. */
    Listener.Builder frame(PodNetwork pod, DoorSettings settings);

    /** One that capture leads to. */
    record Captured(Direction direction, Pick pick, DoorTraits traits) implements FoldedDoor {

        @Override
        public Listener.Builder frame(PodNetwork pod, DoorSettings settings) {
            return Door.frame(pod, direction, settings, traits.bufferBytes());
        }
    }

    /** One that is bound where the control plane said. Addresses of IPv6 are left out in a pod without. */
    record Bound(List<VirtualListener.Endpoint> addresses, boolean originalDst, TrafficDirection direction, Pick pick, DoorTraits traits)
            implements FoldedDoor {

        @Override
        public Listener.Builder frame(PodNetwork pod, DoorSettings settings) {
            List<String> ips = new ArrayList<>();
            List<Integer> ports = new ArrayList<>();
            for (VirtualListener.Endpoint endpoint : addresses) {
                if (pod.ipv6() || !endpoint.address().isIpv6()) {
                    ips.add(endpoint.address().toString());
                    ports.add(endpoint.port());
                }
            }
            if (ips.isEmpty()) {
                return null;
            }
            String where = addresses.getFirst().address().withPort(addresses.getFirst().port());
            ResourceKey key = ResourceKey.of(ResourceType.LISTENER, pod.name() + "/" + pod.uid() + "/" + where);
            return new DoorFrame(pod, key, where, direction).listener(ips, ports, originalDst, traits.bufferBytes());
        }
    }

    /**
     * The door of this pod; null when the pod has no address for it.
     *
     * @param inline which chains are inside of doors; this one has those that it picks
     */
    default PhysicalResource door(PodNetwork pod, DoorSettings settings, PhysicalChains chains, Set<ResourceKey> inline) {
        Listener.Builder listener = frame(pod, settings);
        if (listener == null) {
            return null;
        }
        traits().apply(listener);
        listener.setFilterChainMatcher(new PickMatcher(chains::name, pod.addresses()).matcher(pick()));
        if (!inline.isEmpty()) {
            InlineChains.into(listener, PickedChains.of(pick()).stream().filter(inline::contains).toList(), chains);
        }
        return PhysicalResource.of(ResourceKey.of(ResourceType.LISTENER, listener.getName()), Packed.bytes(listener.build()));
    }
}
