package mesh.warren.agent.identity;

import java.time.Instant;
import java.util.Optional;
import mesh.warren.model.identity.SpiffeId;

/**
 * Who a pod is, for people.
 *
 * @param id    its SPIFFE ID
 * @param until when its certificate ends; empty while it has none
 */
public record PodIdentity(SpiffeId id, Optional<Instant> until) {}
