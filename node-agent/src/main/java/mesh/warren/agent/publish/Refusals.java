package mesh.warren.agent.publish;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.share.Explanation;
import mesh.warren.model.share.Share;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * Traces what Envoy refused to the virtual resource and the pods that it belongs to. Asked before the share classes are told,
 * for afterwards the pods are back in what they had. On the thread {@code publish}.
 *
 * @param share knows whose everything is but the doors
 * @param doors know their pods
 */
record Refusals(Share share, PodDoors doors) {

    /** Empty when nobody wants it any more. */
    Optional<EnvoyRefusal> trace(PhysicalResource refused, String detail) {
        ResourceKey key = refused.key();
        if (key.type() == ResourceType.LISTENER) {
            return doors.owner(key).map(pod -> new EnvoyRefusal(key, key, Set.of(pod), detail));
        }
        for (Explanation explanation : share.why(key)) {
            for (Explanation.Shared shared : explanation.classes()) {
                if (shared.info().physical().equals(key) && !shared.members().isEmpty()) {
                    Set<PodUid> pods = new HashSet<>();
                    shared.members().forEach(envoy -> pods.add(envoy.pod()));
                    return Optional.of(new EnvoyRefusal(explanation.virtual(), key, pods, detail));
                }
            }
        }
        return Optional.empty();
    }
}
