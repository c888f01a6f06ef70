package mesh.warren.model.snapshot;

import java.util.List;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * One delta response: resources to add or update, or names that are not there (any more), never both. Neither of them is
 * the first answer to a wildcard when there is nothing: Envoy waits for one before it serves.
 *
 * @param nonce     unique on its stream, counted from 1
 * @param type      of all its resources
 * @param resources added or updated, sorted by name
 * @param removed   removed, or asked for by Envoy and not there
 */
public record Push(long nonce, ResourceType type, List<PhysicalResource> resources, List<ResourceKey> removed) {

    public Push {
        resources = List.copyOf(resources);
        removed = List.copyOf(removed);
    }

    boolean adds() {
        return !resources.isEmpty();
    }
}
