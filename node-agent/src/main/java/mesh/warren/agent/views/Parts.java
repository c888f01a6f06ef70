package mesh.warren.agent.views;

import java.util.List;
import java.util.Map;
import mesh.warren.model.listen.fold.Folded;
import mesh.warren.model.xds.ResourceType;

/**
 * What a view is assembled from; equal when it is the same objects.
 *
 * @param tables by type, without the listeners
 * @param folds  what became of the listeners
 * @param used   the listeners that did
 * @param pinned clusters that belong to the pod, in the place of those of the table
 */
record Parts(Map<ResourceType, Table> tables, Folded folds, Table used, List<Rewritten> pinned) {

    Parts {
        tables = Map.copyOf(tables);
        pinned = List.copyOf(pinned);
    }
}
