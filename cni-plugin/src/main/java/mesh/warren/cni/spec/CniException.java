package mesh.warren.cni.spec;

/**
 * A command that failed, in CNI's terms: what the runtime gets to see. The message names the object, the field and the remedy.
 *
 * <p>It is thrown in the plugin and, for the agent's own reasons, by the agent, which sends it over the wire.
 */
public final class CniException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String details;

    public CniException(ErrorCode code, String message) {
        this(code, message, "");
    }

    /** @param details longer text for a person, may be empty */
    public CniException(ErrorCode code, String message, String details) {
        super(message);
        this.code = code;
        this.details = details;
    }

    public ErrorCode code() {
        return code;
    }

    public String details() {
        return details;
    }
}
