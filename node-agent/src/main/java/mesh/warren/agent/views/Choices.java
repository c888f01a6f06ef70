package mesh.warren.agent.views;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mesh.warren.agent.cluster.ClusterPod;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.domain.Domains;
import mesh.warren.agent.domain.Domains.Choice;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.PodUid;

/**
 * What feeds each pod. Decided once, when the pod has joined and enough is known of it: a pod whose labels change later stays
 * where it is, as a sidecar would. On the thread {@code views}.
 */
final class Choices {

    private final Supplier<Domains> domains;
    private final String node;
    private final Map<PodUid, Choice> decided = new HashMap<>();

    Choices(Supplier<Domains> domains, String node) {
        this.domains = domains;
        this.node = node;
    }

    /** Those pods are there; others are forgotten. */
    void keep(RegistrySnapshot joined) {
        decided.keySet().retainAll(joined.pods().keySet());
    }

    Choice of(PodRecord pod, ClusterView cluster) {
        Choice before = decided.get(pod.uid());
        if (before != null) {
            return before;
        }
        ClusterPod known = cluster.pods().get(pod.name());
        Choice choice = domains.get().of(fields(pod, known, cluster), known != null);
        if (!(choice instanceof Choice.Unknown)) {
            decided.put(pod.uid(), choice);
        }
        return choice;
    }

    /** What is known of a pod. */
    PodFields fields(PodRecord pod, ClusterView cluster) {
        return fields(pod, cluster.pods().get(pod.name()), cluster);
    }

    private PodFields fields(PodRecord pod, ClusterPod known, ClusterView cluster) {
        List<IpAddress> addresses = pod.addresses().stream().map(address -> IpAddress.parse(address.getHostAddress())).toList();
        return new PodFields(pod.uid(), pod.name(), addresses, known == null ? "default" : known.serviceAccount(),
                known == null ? Map.of() : known.labels(), known == null ? pod.annotations() : known.annotations(),
                cluster.tenants().getOrDefault(pod.name().tenant(), Map.of()), node);
    }
}
