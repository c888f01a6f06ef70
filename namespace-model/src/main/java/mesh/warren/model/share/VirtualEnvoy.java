package mesh.warren.model.share;

import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;

/**
 * Whose resources these are: decides with whom they may be shared.
 *
 * @param pod    the pod, which has one virtual Envoy
 * @param tenant its Kubernetes namespace
 * @param domain the control plane that feeds it
 */
public record VirtualEnvoy(PodUid pod, Tenant tenant, Domain domain) {}
