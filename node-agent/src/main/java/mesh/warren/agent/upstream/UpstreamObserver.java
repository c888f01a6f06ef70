package mesh.warren.agent.upstream;

import java.util.Optional;
import mesh.warren.model.id.PodUid;

/** Who hears from control planes. Called on event loops: hand over and return. */
public interface UpstreamObserver {

    /** To be answered with {@link UpstreamStreams#ack} or {@link UpstreamStreams#nack}, in any order. */
    void pushed(UpstreamPush push);

    /**
     * The stream's state changed.
     *
     * @param problem why it is not connected; empty when it is. What was received before stays as it is
     */
    void state(PodUid pod, Optional<String> problem);
}
