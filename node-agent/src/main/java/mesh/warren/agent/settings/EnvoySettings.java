package mesh.warren.agent.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The Envoy of this node.
 *
 * @param path          its binary, 1.40.0 at least; empty where others start Envoy, of which there can be several then
 * @param concurrency   its worker threads; with lanes, each of them is one
 * @param lanes         whether each pod's doors are pinned to a worker
 * @param heapMiB       its heap: from 85 % of it on streams are reset, from 93 % on new work is turned away
 * @param connections   of all doors together; more are closed when they are accepted
 * @param uid           user id that it runs as
 * @param stopWithAgent whether it ends when the agent is told to stop; it never ends because the agent died
 */
public record EnvoySettings(Optional<Path> path, int concurrency, boolean lanes, int heapMiB, int connections, int uid, boolean stopWithAgent) {

    /** Its heap, in bytes. */
    public long heapBytes() {
        return (long) heapMiB << 20;
    }
}
