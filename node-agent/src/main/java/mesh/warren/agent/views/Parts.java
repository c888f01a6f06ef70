package mesh.warren.agent.views;

import java.util.List;
import java.util.Map;
import mesh.warren.model.listen.fold.Folded;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.xds.ResourceType;

/**
 * What a view is assembled from; equal when it is the same objects.
 *
 * @param tables by type, without the listeners
 * @param folds  what became of the listeners
 * @param used   the listeners that did
 * @param pinned  clusters that belong to the pod, in the place of those of the table
 * @param sharing as widely as all of it is shared at most
 */
record Parts(Map<ResourceType, Table> tables, Folded folds, Table used, List<Rewritten> pinned, Scope sharing) {

    Parts {
        tables = Map.copyOf(tables);
        pinned = List.copyOf(pinned);
    }
}
