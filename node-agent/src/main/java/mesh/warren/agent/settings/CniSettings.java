package mesh.warren.agent.settings;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The agent's side of the CNI plugin.
 *
 * @param socket  Unix socket on which the plugin finds the agent
 * @param timeout how long an ADD may wait for the pod's doors
 */
public record CniSettings(Path socket, Duration timeout) {}
