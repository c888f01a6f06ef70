package mesh.warren.agent.domain;

import java.util.List;
import java.util.Map;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;

/**
 * What rules and templates may read of a pod.
 *
 * @param uid            what tells it from every other pod
 * @param name           {@code tenant/name}
 * @param addresses      its own, the first one first; empty while it has none
 * @param serviceAccount {@code default} when it has none
 * @param labels         its own
 * @param annotations    its own
 * @param tenantLabels   those of its Kubernetes namespace
 * @param node           name of this node
 */
public record PodFields(
        PodUid uid, PodName name, List<IpAddress> addresses, String serviceAccount, Map<String, String> labels,
        Map<String, String> annotations, Map<String, String> tenantLabels, String node) {

    public PodFields {
        addresses = List.copyOf(addresses);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        tenantLabels = Map.copyOf(tenantLabels);
    }
}
