package mesh.warren.agent.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import mesh.warren.model.share.Push;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;

/** What a pod that was pushed one view has to be pushed for the next. What did not change is the same object in both. */
final class ViewChange {

    private ViewChange() {}

    static Push between(SortedMap<ResourceKey, SymbolicResource> before, SortedMap<ResourceKey, SymbolicResource> after) {
        List<SymbolicResource> changed = new ArrayList<>();
        after.forEach((key, resource) -> {
            if (before.get(key) != resource) {
                changed.add(resource);
            }
        });
        List<ResourceKey> gone = before.keySet().stream().filter(key -> !after.containsKey(key)).toList();
        return new Push(changed, Set.copyOf(gone));
    }
}
