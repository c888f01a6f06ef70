package mesh.warren.model.share;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * What one virtual Envoy's control plane sent at once, after rewriting. The order within it does not matter: it takes
 * effect as a whole, bottom up.
 *
 * @param upserts  added or replaced; of two with one key the last one counts
 * @param removals gone; unknown keys are ignored. A key that is also in {@code upserts} is not removed
 */
public record Push(List<SymbolicResource> upserts, Set<ResourceKey> removals) {

    public Push {
        upserts = List.copyOf(upserts);
        removals = Set.copyOf(removals);
    }

    /** Additions and replacements only. */
    public static Push of(Collection<SymbolicResource> upserts) {
        return new Push(List.copyOf(upserts), Set.of());
    }

    /** Removals only. */
    public static Push removing(Collection<ResourceKey> removals) {
        return new Push(List.of(), Set.copyOf(removals));
    }
}
