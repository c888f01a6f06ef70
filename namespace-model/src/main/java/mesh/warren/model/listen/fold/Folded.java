package mesh.warren.model.listen.fold;

import java.util.List;
import mesh.warren.model.listen.DoorPlan;
import mesh.warren.model.symbolic.SymbolicResource;

/**
 * What became of a virtual Envoy's listeners.
 *
 * @param chains   their chains as resources, by name; also those that stand in the doors, which the plan tells apart
 * @param doors    how each pod's doors choose between them
 * @param refusals listeners, or fields of them, that became part of no door; the others did
 * @param notes    what is other than in a sidecar, one line each
 */
public record Folded(List<SymbolicResource> chains, DoorPlan doors, List<FoldRefusal> refusals, List<String> notes) {

    public Folded {
        chains = List.copyOf(chains);
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
    }
}
