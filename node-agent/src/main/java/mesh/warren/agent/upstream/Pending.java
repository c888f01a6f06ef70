package mesh.warren.agent.upstream;

import java.util.List;
import mesh.warren.agent.upstream.wire.Received;

/**
 * A push that waits for its answer.
 *
 * @param subscription whose
 * @param nonce        of the response
 * @param version      of the response, in state-of-the-world
 * @param names        what it has changed
 * @param problems     what could not be taken of it
 * @param bytes        length of the response
 */
record Pending(Subscription subscription, String nonce, String version, List<String> names, List<String> problems, int bytes) {

    static Pending of(Subscription subscription, Received response, Intake intake) {
        return new Pending(subscription, response.nonce(), response.version(),
                intake.upserts().stream().map(resource -> resource.key().name().value()).toList(), intake.problems(), response.bytes());
    }
}
