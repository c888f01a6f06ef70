package mesh.warren.agent.kubernetes.resource;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** What the pods of some Kubernetes namespaces may cost, share and use. Cluster-wide; the admin's. */
@Group("warren.mesh")
@Version("v1alpha1")
@Kind("TenantPolicy")
@Plural("tenantpolicies")
@ShortNames("wtp")
public final class TenantPolicyResource extends CustomResource<TenantPolicySpec, ResourceStatus> {

    private static final long serialVersionUID = 1;
}
