package mesh.warren.cni.wire;

/** A line that is no message of this protocol. The message says what is wrong with it. */
public final class WireException extends Exception {

    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }
}
