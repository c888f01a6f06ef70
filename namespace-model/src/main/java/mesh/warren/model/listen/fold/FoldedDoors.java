package mesh.warren.model.listen.fold;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import mesh.warren.model.listen.DoorPlan;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PhysicalChains;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;

/** The doors of a virtual Envoy whose listeners came from a control plane. */
record FoldedDoors(List<FoldedDoor> doors, SortedSet<ResourceKey> chains, SortedSet<ResourceKey> inline, DoorSettings settings)
        implements DoorPlan {

    FoldedDoors {
        doors = List.copyOf(doors);
        chains = Collections.unmodifiableSortedSet(new TreeSet<>(chains));
        inline = Collections.unmodifiableSortedSet(new TreeSet<>(inline));
    }

    @Override
    public List<PhysicalResource> doors(PodNetwork pod, PhysicalChains physical) {
        return doors.stream().map(door -> door.door(pod, settings, physical, inline)).filter(Objects::nonNull).toList();
    }
}
