package mesh.warren.agent.views;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.view.VirtualView;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** A built-in virtual Envoy by its own names: its doors are listeners with their chains in them. Any thread. */
final class BuiltinContent {

    private BuiltinContent() {}

    static List<VirtualContent.Shown> of(PodRecord pod, VirtualView view) {
        List<VirtualContent.Shown> shown = new ArrayList<>();
        List<FilterChain> chains = new ArrayList<>();
        for (SymbolicResource resource : view.resources().values()) {
            if (resource.key().type() == ResourceType.CHAIN) {
                chains.add(chain(resource));
            } else {
                shown.add(new VirtualContent.Shown(resource.key(), resource.bytes().canonical(), Optional.empty()));
            }
        }
        PodNetwork network = new PodNetwork(pod.uid(), pod.name(), pod.netnsPath().toString(), new TreeSet<>(), false, DoorLimits.DEFAULT,
                Optional.empty());
        view.doors().doors(network, ResourceKey::name).forEach(door -> shown.add(listener(door, chains)));
        return shown;
    }

    private static VirtualContent.Shown listener(PhysicalResource door, List<FilterChain> chains) {
        try {
            Listener listener = Listener.parseFrom(door.content());
            String name = door.key().name().value();
            Listener own = listener.toBuilder().setName(name.substring(name.lastIndexOf('/') + 1)).clearFcdsConfig().clearStatPrefix()
                    .clearFilterChains().addAllFilterChains(chains).build();
            return new VirtualContent.Shown(ResourceKey.of(ResourceType.LISTENER, own.getName()), Packed.bytes(own), Optional.empty());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a door that the agent made is no listener", e);
        }
    }

    private static FilterChain chain(SymbolicResource resource) {
        try {
            return FilterChain.parseFrom(resource.bytes().canonical());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(resource.key() + " of the built-in virtual Envoy is no filter chain", e);
        }
    }
}
