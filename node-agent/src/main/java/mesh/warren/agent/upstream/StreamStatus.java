package mesh.warren.agent.upstream;

import java.time.Instant;
import java.util.Optional;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;

/**
 * One virtual Envoy's stream, as it is.
 *
 * @param pod       whose
 * @param name      its name
 * @param domain    its control plane
 * @param protocol  in use, or tried last
 * @param problem   why it is not connected; empty when it is
 * @param since     when that became so
 * @param resources that it holds, of all types
 * @param bytes     of their contents
 * @param responses that came, over all its streams
 * @param refusals  that were answered with a NACK, over all its streams
 * @param streams   that were begun
 * @param refusal   the last NACK, unless an ACK of the same type came after it
 */
public record StreamStatus(
        PodUid pod, PodName name, Domain domain, Protocol protocol, Optional<String> problem, Instant since, int resources,
        long bytes, long responses, long refusals, long streams, Optional<String> refusal) {}
