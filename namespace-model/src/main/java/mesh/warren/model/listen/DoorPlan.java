package mesh.warren.model.listen;

import java.util.List;
import java.util.SortedSet;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * How the doors of a virtual Envoy choose chains: what remains of its listeners when their chains are resources of their own.
 * The same for all pods that were sent the same listeners. Immutable; equal plans make equal doors. Any thread.
 */
public interface DoorPlan {

    /** The chains that the doors choose from, by the names that the virtual Envoy gave them. */
    SortedSet<ResourceKey> chains();

    /** Those of {@link #chains} that stand in the doors themselves instead of being resources that Envoy asks for. */
    SortedSet<ResourceKey> inline();

    /**
     * The doors of one pod: always the outbound and the inbound one ({@link Door#key}), then one for each further port that the
     * virtual Envoy binds.
     *
     * @param chains the physical name of each of {@link #chains}, and the bytes of each of {@link #inline}
     */
    List<PhysicalResource> doors(PodNetwork pod, PhysicalChains chains);
}
