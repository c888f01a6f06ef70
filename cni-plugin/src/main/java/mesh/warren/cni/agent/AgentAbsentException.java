package mesh.warren.cni.agent;

/** Nobody listens on the agent's socket: it is not started, or just restarting. What was asked did not happen. */
public final class AgentAbsentException extends Exception {

    private static final long serialVersionUID = 1L;

    AgentAbsentException(String message) {
        super(message);
    }
}
