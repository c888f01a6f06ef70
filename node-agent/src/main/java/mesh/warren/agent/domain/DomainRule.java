package mesh.warren.agent.domain;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.Tenant;

/**
 * Which pods a control plane feeds. All conditions must hold; without conditions it is for all pods.
 *
 * @param tenants      Kubernetes namespaces; empty: all
 * @param tenantLabels labels that the Kubernetes namespace must have
 * @param labels       labels that the pod must have
 * @param annotations  annotations that the pod must have
 * @param controlPlane empty: the agent's built-in virtual Envoy
 */
public record DomainRule(
        Set<Tenant> tenants, Map<String, String> tenantLabels, Map<String, String> labels, Map<String, String> annotations,
        Optional<Domain> controlPlane) {

    public DomainRule {
        tenants = Set.copyOf(tenants);
        tenantLabels = Map.copyOf(tenantLabels);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    boolean matches(PodFields pod) {
        return inTenant(pod)
                && pod.labels().entrySet().containsAll(labels.entrySet())
                && pod.annotations().entrySet().containsAll(annotations.entrySet());
    }

    /** It may match once more is known of the pod than its name. */
    boolean dependsOnMore(PodFields pod) {
        return (tenants.isEmpty() || tenants.contains(pod.name().tenant()))
                && !(tenantLabels.isEmpty() && labels.isEmpty() && annotations.isEmpty());
    }

    private boolean inTenant(PodFields pod) {
        return (tenants.isEmpty() || tenants.contains(pod.name().tenant()))
                && pod.tenantLabels().entrySet().containsAll(tenantLabels.entrySet());
    }
}
