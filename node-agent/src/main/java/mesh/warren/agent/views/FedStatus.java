package mesh.warren.agent.views;

import java.util.List;
import java.util.Optional;
import mesh.warren.model.id.Domain;

/**
 * How a virtual Envoy stands that a control plane feeds.
 *
 * @param domain   its control plane
 * @param problem  why it is not connected; empty when it is, or was not heard of
 * @param ready    it has what it needs to serve
 * @param refusals what is not in use, each with object, field, value and remedy, or with Envoy's words
 */
public record FedStatus(Domain domain, Optional<String> problem, boolean ready, List<String> refusals) {

    public FedStatus {
        refusals = List.copyOf(refusals);
    }
}
