package mesh.warren.agent.upstream.wire;

import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A request, whatever the dialect takes of it.
 *
 * @param node            when it is to be sent
 * @param typeUrl         what it is about
 * @param names           all that is subscribed to; empty for a wildcard
 * @param added           of those, what is new on this stream
 * @param gone            what was subscribed to on this stream and is no more
 * @param initialVersions what is held from before; only in the first request of a type on a stream
 * @param version         state-of-the-world: the last one that was acknowledged
 * @param nonce           state-of-the-world: of the response that is answered, or of the last one of this type on this stream
 * @param answers         whether it answers the response of the nonce
 * @param error           why it is refused; empty: it is not
 */
public record Question(
        Optional<Node> node, String typeUrl, Collection<String> names, Collection<String> added, Collection<String> gone,
        Map<String, String> initialVersions, String version, String nonce, boolean answers, Optional<String> error) {

    /** The same as if nothing had been acknowledged yet. */
    public Question withoutVersion() {
        return new Question(node, typeUrl, names, added, gone, initialVersions, "", nonce, answers, error);
    }
}
