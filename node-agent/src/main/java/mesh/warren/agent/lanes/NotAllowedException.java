package mesh.warren.agent.lanes;

import java.io.IOException;

/** The kernel does not let the agent do what lanes need; the message says what, and what to do. */
final class NotAllowedException extends IOException {

    private static final long serialVersionUID = 1;

    NotAllowedException(String message) {
        super(message);
    }
}
