package mesh.warren.agent.upstream.connect;

/** A file of certificates or keys cannot be used; the message names it. */
public final class CredentialsException extends Exception {

    private static final long serialVersionUID = 1;

    CredentialsException(String message, Throwable cause) {
        super(message, cause);
    }
}
