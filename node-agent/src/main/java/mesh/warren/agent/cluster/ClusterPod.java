package mesh.warren.agent.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;

/**
 * A pod as the cluster describes it.
 *
 * @param name           {@code tenant/name}
 * @param labels         {@code metadata.labels}
 * @param annotations    {@code metadata.annotations}
 * @param node           {@code spec.nodeName}, when there is one
 * @param hostNetwork    {@code spec.hostNetwork}
 * @param serviceAccount {@code spec.serviceAccountName}; {@code default} when it has none
 * @param uid            {@code metadata.uid}; a manifest need not have one
 * @param addresses      {@code status.podIPs}; empty before the pod has some, and in a manifest
 * @param dns            how it looks names up
 * @param finished       {@code status.phase} is Succeeded or Failed: its containers run no more, and its address may be another pod's
 */
public record ClusterPod(
        PodName name, Map<String, String> labels, Map<String, String> annotations, Optional<String> node, boolean hostNetwork,
        String serviceAccount, Optional<PodUid> uid, List<IpAddress> addresses, PodDns dns, boolean finished) {

    public ClusterPod {
        addresses = List.copyOf(addresses);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
