package mesh.warren.model.plan;

import java.util.List;
import mesh.warren.model.id.Tenant;

/**
 * All that one sidecar was sent.
 *
 * @param name      for people
 * @param tenant    its pod's Kubernetes namespace: decides with whom it may share what keeps state
 * @param resources of two with one type and name the last one counts
 */
public record Sidecar(String name, Tenant tenant, List<Sent> resources) {

    public Sidecar {
        resources = List.copyOf(resources);
    }
}
