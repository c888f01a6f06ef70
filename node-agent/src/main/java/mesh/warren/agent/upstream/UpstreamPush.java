package mesh.warren.agent.upstream;

import java.util.List;
import java.util.Set;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.VirtualResource;

/**
 * One discovery response for one virtual Envoy, with state-of-the-world and delta made alike: what is new or has changed, and
 * what is gone.
 *
 * @param pod      whose
 * @param number   counts the responses of this virtual Envoy, over all its types and streams; names the one that is answered
 * @param type     of all its resources
 * @param upserts  as they were sent; the same bytes for two pods are the same object
 * @param removals of a state-of-the-world response: what it implies. A wildcard subscription's first response after a reconnect
 *                 removes what the server no longer has
 * @param problems what could not be taken at all (a resource without a name, two of one name, another type's); never applied,
 *                 and part of the answer
 */
public record UpstreamPush(
        PodUid pod, long number, ResourceType type, List<VirtualResource> upserts, Set<ResourceKey> removals, List<String> problems) {

    public UpstreamPush {
        upserts = List.copyOf(upserts);
        removals = Set.copyOf(removals);
        problems = List.copyOf(problems);
    }
}
