package mesh.warren.agent.publish;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import mesh.warren.agent.attach.Doors;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.listen.Direction;
import mesh.warren.model.listen.Door;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.xds.ResourceKey;

/**
 * The doors that the publisher makes, as far as Envoy has acknowledged them. Any thread.
 *
 * @param settings of all doors
 * @param ads      knows what Envoy acknowledged
 */
public record ServedDoors(DoorSettings settings, AdsServer ads) implements Doors {

    @Override
    public List<ResourceKey> of(PodRecord pod) {
        return List.of(Door.key(pod.name(), pod.uid(), Direction.OUTBOUND), Door.key(pod.name(), pod.uid(), Direction.INBOUND));
    }

    @Override
    public List<Integer> ports() {
        return List.of(settings.outboundPort(), settings.inboundPort());
    }

    @Override
    public CompletableFuture<Void> whenServed(ResourceKey door) {
        return ads.whenServed(door);
    }

    @Override
    public CompletableFuture<Void> whenGone(ResourceKey door) {
        return ads.whenGone(door);
    }

    @Override
    public CompletableFuture<Void> whenSettled() {
        return ads.whenSettled();
    }
}
