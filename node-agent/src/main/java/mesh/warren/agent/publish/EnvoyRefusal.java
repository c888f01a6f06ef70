package mesh.warren.agent.publish;

import java.util.Set;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceKey;

/**
 * Envoy refused a physical resource, traced to those who want it.
 *
 * @param virtual  what the pods' control planes call it; for a door, its own key
 * @param physical what Envoy calls it
 * @param pods     who was to be served by it
 * @param detail   Envoy's words, verbatim
 */
public record EnvoyRefusal(ResourceKey virtual, ResourceKey physical, Set<PodUid> pods, String detail) {

    public EnvoyRefusal {
        pods = Set.copyOf(pods);
    }
}
