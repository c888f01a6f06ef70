package mesh.warren.model.listen;

/**
 * What one door may carry.
 *
 * @param connections open at the same time; more are closed when they are accepted. Envoy reads it by its runtime key
 *                    ({@link #runtimeKey})
 * @param perSecond   new ones in a second, with a burst of as many; more are closed when they are accepted
 */
public record DoorLimits(int connections, int perSecond) {

    /** Far above what an ordinary pod needs, far below what would take the node's descriptors and worker threads from others. */
    public static final DoorLimits DEFAULT = new DoorLimits(10_000, 5_000);

    public DoorLimits {
        if (connections < 1) {
            throw new IllegalArgumentException("connections " + connections + ": want 1 at least");
        }
        if (perSecond < 10) {
            throw new IllegalArgumentException("connectionsPerSecond " + perSecond + ": want 10 at least");
        }
    }

    /** Envoy documentation, "Listener runtime": the limit of one listener. */
    public static String runtimeKey(String listener) {
        return "envoy.resource_limits.listener." + listener + ".connection_limit";
    }
}
