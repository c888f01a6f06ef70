package mesh.warren.cni.json;

/** Text that is not strict JSON, or JSON that is not of the shape asked for. The message names the place. */
public final class JsonException extends Exception {

    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }
}
