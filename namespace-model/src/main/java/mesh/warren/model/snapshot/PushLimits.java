package mesh.warren.model.snapshot;

/**
 * How much one response may carry. A single resource larger than {@code bytes} goes alone.
 *
 * @param bytes     sum of the contents of its resources
 * @param resources number of resources or removed names
 */
public record PushLimits(int bytes, int resources) {

    /** 1 MiB: Envoy's main thread is busy for some milliseconds with it, not for seconds. */
    public static final PushLimits DEFAULT = new PushLimits(1 << 20, 1_000);

    public PushLimits {
        if (bytes < 1 || resources < 1) {
            throw new IllegalArgumentException("push limits must be positive: " + bytes + " bytes, " + resources + " resources");
        }
    }
}
