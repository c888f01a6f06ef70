package mesh.warren.agent.settings;

import java.nio.file.Path;

/**
 * The Envoy of this node.
 *
 * @param path          its binary, 1.40.0 at least
 * @param concurrency   its worker threads
 * @param uid           user id that it runs as
 * @param stopWithAgent whether it ends when the agent is told to stop; it never ends because the agent died
 */
public record EnvoySettings(Path path, int concurrency, int uid, boolean stopWithAgent) {}
