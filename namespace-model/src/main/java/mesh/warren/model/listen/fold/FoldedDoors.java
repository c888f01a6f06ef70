package mesh.warren.model.listen.fold;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import mesh.warren.model.listen.DoorPlan;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/** The doors of a virtual Envoy whose listeners came from a control plane. */
record FoldedDoors(List<FoldedDoor> doors, SortedSet<ResourceKey> chains, DoorSettings settings) implements DoorPlan {

    FoldedDoors {
        doors = List.copyOf(doors);
        chains = Collections.unmodifiableSortedSet(new TreeSet<>(chains));
    }

    @Override
    public List<PhysicalResource> doors(PodNetwork pod, Function<ResourceKey, ResourceName> names) {
        return doors.stream().map(door -> door.door(pod, settings, names)).filter(Objects::nonNull).toList();
    }
}
