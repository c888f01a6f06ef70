package mesh.warren.agent.publish;

import java.util.List;
import java.util.Optional;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.id.Domain;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.view.VirtualView;
import mesh.warren.model.xds.ResourceKey;

/**
 * What one pod shall be served. What did not change is the same object as before, in the view as in the list of secrets.
 *
 * @param pod         whose
 * @param domain      what feeds it
 * @param view        the same object for all pods that were sent the same
 * @param secrets     the pod's own; one that the view has too counts instead of the view's
 * @param certificate which secret is the pod's client certificate on shared clusters; empty without identity
 */
public record PodView(
        PodRecord pod, Domain domain, VirtualView view, List<SymbolicResource> secrets, Optional<ResourceKey> certificate) {

    public PodView {
        secrets = List.copyOf(secrets);
    }

    /** Without secrets of its own. */
    public static PodView of(PodRecord pod, Domain domain, VirtualView view) {
        return new PodView(pod, domain, view, List.of(), Optional.empty());
    }

    /** Whether nothing of it would be served differently; the views are compared as objects. */
    public boolean sameAs(PodView other) {
        return other != null && sameContent(other) && pod.equals(other.pod) && domain.equals(other.domain)
                && certificate.equals(other.certificate);
    }

    boolean sameContent(PodView other) {
        return view == other.view && secrets.equals(other.secrets);
    }

    /** Of a pod that left: what its neighbours with the same view have now. */
    PodView following(VirtualView next) {
        return new PodView(pod, domain, next, secrets, certificate);
    }
}
