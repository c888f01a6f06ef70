package mesh.warren.agent.manifests;

import java.util.Map;
import java.util.Optional;
import mesh.warren.model.id.PodName;

/**
 * A pod as its manifest describes it.
 *
 * @param name        {@code tenant/name}
 * @param labels      {@code metadata.labels}
 * @param annotations {@code metadata.annotations}
 * @param node        {@code spec.nodeName}, when there is one
 * @param hostNetwork {@code spec.hostNetwork}
 */
public record ClusterPod(
        PodName name, Map<String, String> labels, Map<String, String> annotations, Optional<String> node, boolean hostNetwork) {

    public ClusterPod {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
