package mesh.warren.model.rewrite.wire;

/** The bytes are not a protobuf message. Carries no stack trace: it is thrown for input, not for faults. */
public final class Malformed extends RuntimeException {

    private final int at;

    Malformed(String message, int at) {
        super(message, null, false, false);
        this.at = at;
    }

    /** Offset in the bytes that were read. */
    public int at() {
        return at;
    }
}
