package mesh.warren.agent.envoy;

import java.io.IOException;

/** This Envoy cannot be the shared one; the message says why and what to do. Trying again is of no use. */
public final class EnvoyUnusableException extends IOException {

    private static final long serialVersionUID = 1;

    EnvoyUnusableException(String message) {
        super(message);
    }
}
