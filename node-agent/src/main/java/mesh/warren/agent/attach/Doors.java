package mesh.warren.agent.attach;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.xds.ResourceKey;

/** What joining and leaving need to know of a pod's doors. The publisher and the ADS server stand behind it. */
public interface Doors {

    /** The listeners of this pod. */
    List<ResourceKey> of(PodRecord pod);

    /** The ports that must listen in the pod's network namespace. */
    List<Integer> ports();

    /** Completes when Envoy has acknowledged it; fails when Envoy refused it. Never times out by itself. */
    CompletableFuture<Void> whenServed(ResourceKey door);

    /** Completes when Envoy has acknowledged that it is gone. */
    CompletableFuture<Void> whenGone(ResourceKey door);

    /** Completes when Envoy has everything that is wanted and nothing else. */
    CompletableFuture<Void> whenSettled();
}
