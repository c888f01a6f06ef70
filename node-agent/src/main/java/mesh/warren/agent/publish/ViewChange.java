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

    private final List<SymbolicResource> commonBefore;
    private final List<SymbolicResource> commonAfter;

    /**
     * @param before what every pod had besides
     * @param after  what every pod has besides from now on
     */
    ViewChange(List<SymbolicResource> before, List<SymbolicResource> after) {
        this.commonBefore = before;
        this.commonAfter = after;
    }

    /** From a pod's view to its next one. */
    Push between(PodView before, PodView after) {
        Push views = before.view() == after.view() ? Push.of(List.of()) : between(before.view(), after.view());
        List<SymbolicResource> given = given(after, commonAfter);
        List<SymbolicResource> had = given(before, commonBefore);
        if (had.isEmpty() && given.isEmpty()) {
            return views;
        }
        List<SymbolicResource> changed = new ArrayList<>(views.upserts());
        Set<ResourceKey> gone = new HashSet<>(views.removals());
        for (SymbolicResource resource : had) {
            gone.add(resource.key());
            SymbolicResource instead = after.view().resources().get(resource.key());
            if (instead != null) {
                changed.add(instead);
            }
        }
        // Last, so that they count: what the agent gives goes before what a control plane sent under its names.
        changed.addAll(given);
        given.forEach(resource -> gone.remove(resource.key()));
        return had.equals(given) && views.upserts().isEmpty() && views.removals().isEmpty() ? views : new Push(changed, gone);
    }

    /** All of a view, and what everybody has. */
    static Push all(PodView view, List<SymbolicResource> common) {
        List<SymbolicResource> all = new ArrayList<>(view.view().resources().values());
        all.addAll(given(view, common));
        return Push.of(all);
    }

    /** What the agent gives besides; the pod's own after what all have. */
    private static List<SymbolicResource> given(PodView view, List<SymbolicResource> common) {
        if (common.isEmpty()) {
            return view.secrets();
        }
        List<SymbolicResource> given = new ArrayList<>(common);
        given.addAll(view.secrets());
        return given;
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
