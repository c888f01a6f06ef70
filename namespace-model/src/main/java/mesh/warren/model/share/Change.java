package mesh.warren.model.share;

import java.util.List;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * What one event changed in the set of physical resources. Applying all changes in order to an empty
 * {@code PhysicalSnapshot} ({@code snapshot.with(change.upserts(), change.removals())}) gives what Envoy shall have; every
 * such snapshot is closed: what its resources refer to is in it, or is a name that never exists ({@link PhysicalNames}).
 *
 * @param generation counts up with each change that is not empty; handed back to {@link Share#acknowledged} when Envoy has
 *                   all of it. An empty change has the generation of the last one
 * @param upserts    added or updated, in the order in which they may go out (referred to before referring)
 * @param removals   removed, in the order in which they may go out (referring before referred to), after the upserts
 */
public record Change(long generation, List<PhysicalResource> upserts, List<ResourceKey> removals) {

    public Change {
        upserts = List.copyOf(upserts);
        removals = List.copyOf(removals);
    }

    public boolean isEmpty() {
        return upserts.isEmpty() && removals.isEmpty();
    }
}
