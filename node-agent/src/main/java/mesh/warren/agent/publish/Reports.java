package mesh.warren.agent.publish;

import java.util.HashMap;
import java.util.Map;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * What the Envoy that outlived the agent says that it has, gathered before the first snapshot: physical names stay over a
 * restart of the agent.
 */
final class Reports {

    private final Map<ResourceKey, Version> shared = new HashMap<>();
    private final Map<ResourceKey, Version> doors = new HashMap<>();

    /**
     * Takes in the first request of a type.
     *
     * @return whether Envoy can have nothing more to tell: one without clusters is new
     */
    boolean add(ResourceType type, Map<ResourceKey, Version> reported) {
        (type == ResourceType.LISTENER ? doors : shared).putAll(reported);
        return type == ResourceType.CLUSTER && reported.isEmpty();
    }

    /** All but the doors, whose names come from their pods. */
    Map<ResourceKey, Version> shared() {
        return Map.copyOf(shared);
    }

    Map<ResourceKey, Version> doors() {
        return Map.copyOf(doors);
    }
}
