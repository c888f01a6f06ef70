package mesh.warren.agent.publish;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.warren.model.share.Push;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.view.VirtualView;
import mesh.warren.model.xds.ResourceKey;

/**
 * What pods that were pushed one view have to be pushed for the next. What did not change is the same object in both, and pods
 * with the same views are asked about one after the other: it is worked out once for all of them.
 */
final class ViewChange {

    private final Map<VirtualView, Map<VirtualView, Push>> known = new IdentityHashMap<>();

    /** From a pod's view to its next one. */
    Push between(PodView before, PodView after) {
        Push views = before.view() == after.view() ? Push.of(List.of()) : between(before.view(), after.view());
        if (before.secrets().equals(after.secrets()) && after.secrets().isEmpty()) {
            return views;
        }
        List<SymbolicResource> changed = new ArrayList<>(views.upserts());
        Set<ResourceKey> gone = new HashSet<>(views.removals());
        before.secrets().forEach(secret -> {
            gone.add(secret.key());
            SymbolicResource instead = after.view().resources().get(secret.key());
            if (instead != null) {
                changed.add(instead);
            }
        });
        // Last, so that they count: the pod's own go before what its control plane sent under their names.
        changed.addAll(after.secrets());
        return new Push(changed, gone);
    }

    /** All of a view. */
    static Push all(PodView view) {
        List<SymbolicResource> all = new ArrayList<>(view.view().resources().values());
        all.addAll(view.secrets());
        return Push.of(all);
    }

    private Push between(VirtualView before, VirtualView after) {
        return known.computeIfAbsent(before, b -> new IdentityHashMap<>()).computeIfAbsent(after, a -> {
            List<SymbolicResource> changed = new ArrayList<>();
            after.resources().forEach((key, resource) -> {
                if (before.resources().get(key) != resource) {
                    changed.add(resource);
                }
            });
            List<ResourceKey> gone = before.resources().keySet().stream().filter(key -> !after.resources().containsKey(key)).toList();
            return new Push(changed, Set.copyOf(gone));
        });
    }
}
