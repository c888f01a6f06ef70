package mesh.warren.model.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.listen.fold.FoldRefusal;
import mesh.warren.model.listen.fold.Folded;
import mesh.warren.model.listen.fold.Folding;
import mesh.warren.model.rewrite.Refusal;
import mesh.warren.model.share.Share;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceType;

/** The doors of all pods: what their sidecars' listeners become. */
final class PlannedDoors {

    private final boolean keep;
    private final Load load = new Load();
    private final List<PhysicalResource> kept = new ArrayList<>();

    /** @param keep whether the doors themselves are wanted, and not only how many and how large they are */
    PlannedDoors(boolean keep) {
        this.keep = keep;
    }

    /** Folds the listeners of one sidecar; what no door can do is a refusal. */
    static Folded fold(Sidecar sidecar, Collection<SymbolicResource> listeners, Refusals refusals) {
        Folded folded = Folding.fold(listeners, DoorSettings.DEFAULT);
        for (FoldRefusal refusal : folded.refusals()) {
            refusals.add(sidecar.name(), ResourceType.LISTENER.typeUrl(), refusal.listener(),
                    List.of(new Refusal(refusal.path(), "fold", refusal.value(), refusal.remedy())));
        }
        return folded;
    }

    /** The pod's doors, when it is served its chains. */
    void add(PodUid pod, Tenant tenant, Folded folded, Share share) {
        PodNetwork network = new PodNetwork(pod, new PodName(tenant, pod.value()), "/run/warren/pods/" + pod,
                new TreeSet<>(List.of(IpAddress.parse("10.0.0.1"))), false, DoorLimits.DEFAULT, Optional.empty());
        List<PhysicalResource> doors =
                folded.doors().doors(network, key -> share.physicalName(pod, key).orElse(key.name()));
        doors.forEach(door -> load.add(ResourceType.LISTENER, door.content().size()));
        if (keep) {
            kept.addAll(doors);
        }
    }

    /** Of all pods. */
    Load load() {
        return load;
    }

    /** Those that were kept. */
    List<PhysicalResource> all() {
        return kept;
    }
}
