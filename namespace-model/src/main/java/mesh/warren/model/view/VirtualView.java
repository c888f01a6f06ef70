package mesh.warren.model.view;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.listen.DoorPlan;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * A virtual Envoy after rewriting and before sharing. What did not change from one view to the next is the same object in both,
 * and pods that were sent the same have the same view.
 *
 * @param resources secrets, endpoints, clusters, extensions, routes and chains; no listeners, for they became doors
 * @param doors     how its doors choose chains
 * @param notes     what was left out or changed, and why; one line each
 */
public record VirtualView(SortedMap<ResourceKey, SymbolicResource> resources, DoorPlan doors, List<String> notes) {

    public VirtualView {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
        notes = List.copyOf(notes);
    }
}
