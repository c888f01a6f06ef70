package mesh.warren.model.share;

import java.util.Map;
import java.util.Set;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceKey;

/**
 * Virtual Envoys that are not served what they were sent last, but for what waits only for a resource that was never sent.
 *
 * @param moving  of which something is on its way: it waits for the settle window, or for Envoy to acknowledge what it is to join
 * @param refused by pod: what Envoy refused, by its virtual key, with Envoy's words
 */
public record Unplaced(Set<PodUid> moving, Map<PodUid, Map<ResourceKey, String>> refused) {

    public Unplaced {
        moving = Set.copyOf(moving);
    }
}
