package mesh.warren.agent.envoy;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the shared Envoy is run.
 *
 * @param binary        of Envoy, {@link EnvoyBinary#OLDEST} at least
 * @param folder        for its sockets, log, bootstrap and pid file; made when absent, 0700, Envoy's own
 * @param voidNetns     a path to the void
 * @param nodeId        {@code Node.id}; also in logs
 * @param uid           user and group id to run as, when the kernel lets the agent change it
 * @param concurrency   number of worker threads
 * @param maxHeapBytes  above 85 % of it the streams that hold most memory are reset, above 95 % new requests refused
 * @param maxConnections of all pods' doors together; more are closed when they are accepted
 * @param drainTime     how long connections of a removed or changed listener may go on; longer than a pod's pin should stay
 *                      is of no use
 * @param stopWithAgent whether {@link EnvoySupervisor#stop} ends Envoy
 */
public record EnvoyLaunch(
        Path binary,
        Path folder,
        Path voidNetns,
        String nodeId,
        int uid,
        int concurrency,
        long maxHeapBytes,
        long maxConnections,
        Duration drainTime,
        boolean stopWithAgent) {

    /** An arbitrary id that no distribution gives out: nobody else should be able to signal or trace Envoy. */
    public static final int DEFAULT_UID = 15_050;

    public EnvoyLaunch {
        if (concurrency < 1) {
            throw new IllegalArgumentException("envoy.concurrency is " + concurrency + ": want 1 or more worker threads");
        }
        if (maxHeapBytes < 64L << 20) {
            throw new IllegalArgumentException("envoy.maxHeapBytes is " + maxHeapBytes + ": want 64 MiB or more");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("envoy.maxConnections is " + maxConnections + ": want 1 or more");
        }
        if (drainTime.isNegative() || drainTime.isZero()) {
            throw new IllegalArgumentException("envoy.drainTime is " + drainTime + ": want a positive duration");
        }
        binary = binary.toAbsolutePath();
        folder = folder.toAbsolutePath();
    }

    /** Two workers, 2 GiB, one minute of drain; Envoy stays when the agent stops. */
    public static EnvoyLaunch of(Path binary, Path folder, Path voidNetns, String nodeId) {
        return new EnvoyLaunch(binary, folder, voidNetns, nodeId, DEFAULT_UID, 2, 2L << 30, 100_000, Duration.ofMinutes(1), false);
    }
}
