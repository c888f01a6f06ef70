package mesh.warren.agent.domain;

import java.util.Optional;
import java.util.Set;
import mesh.warren.model.id.Domain;
import mesh.warren.model.rewrite.policy.RewritePolicy;

/**
 * A control plane as the settings describe it.
 *
 * @param domain     its name: all virtual Envoys that it feeds are one domain
 * @param address    where it listens
 * @param protocol   how it is spoken to
 * @param tls        none: plaintext
 * @param authority  {@code :authority} of each call; without it the host that is dialled
 * @param token      file with a bearer token; may be different for each pod
 * @param node       how virtual Envoys introduce themselves
 * @param policy     what rewriting goes by
 * @param identities names of secrets that are the virtual Envoy's own certificate
 * @param limits     of its streams
 */
public record ControlPlane(
        Domain domain, ServerAddress address, Protocol protocol, Optional<Tls> tls, Optional<String> authority,
        Optional<Template> token, NodeTemplate node, RewritePolicy policy, Set<String> identities, StreamLimits limits) {

    public ControlPlane {
        identities = Set.copyOf(identities);
    }

    /** Plaintext at this address, all else as it is by default. */
    public static ControlPlane plain(String name, ServerAddress address, Protocol protocol) {
        return new ControlPlane(new Domain(name), address, protocol, Optional.empty(), Optional.empty(), Optional.empty(),
                NodeTemplate.PLAIN, RewritePolicy.DEFAULT, Set.of("default"), StreamLimits.DEFAULT);
    }
}
