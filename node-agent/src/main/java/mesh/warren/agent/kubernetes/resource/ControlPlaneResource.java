package mesh.warren.agent.kubernetes.resource;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A control plane and the pods that it feeds: they are one domain, named as the resource is. Cluster-wide; the admin's. */
@Group("warren.mesh")
@Version("v1alpha1")
@Kind("ControlPlane")
@Plural("controlplanes")
@ShortNames("wcp")
public final class ControlPlaneResource extends CustomResource<ControlPlaneSpec, ResourceStatus> {

    private static final long serialVersionUID = 1;
}
