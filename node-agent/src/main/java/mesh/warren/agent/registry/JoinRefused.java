package mesh.warren.agent.registry;

/** A pod that may not join; nothing was changed. The message names the pods concerned and the remedy. */
public final class JoinRefused extends Exception {

    private static final long serialVersionUID = 1L;

    JoinRefused(String message) {
        super(message);
    }
}
