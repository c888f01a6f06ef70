package mesh.warren.agent.publish;

import java.util.HashMap;
import java.util.Map;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * What the Envoy that outlived the agent says that it has, gathered before the first snapshot: physical names stay over a
 * restart of the agent. Doors are not among it: their names come from their pods.
 */
final class Reports {

    private final Map<ResourceKey, Version> all = new HashMap<>();

    /**
     * Takes in the first request of a type.
     *
     * @return whether Envoy can have nothing more to tell: one without clusters is new
     */
    boolean add(ResourceType type, Map<ResourceKey, Version> reported) {
        if (type != ResourceType.LISTENER) {
            all.putAll(reported);
        }
        return type == ResourceType.CLUSTER && reported.isEmpty();
    }

    Map<ResourceKey, Version> all() {
        return Map.copyOf(all);
    }
}
