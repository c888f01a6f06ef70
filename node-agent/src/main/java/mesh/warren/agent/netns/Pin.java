package mesh.warren.agent.netns;

import java.nio.file.Path;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodUid;

/**
 * The agent's own bind mount of a pod's network namespace: the path that Envoy's configuration names.
 *
 * @param pod   whose it is
 * @param netns what is mounted
 * @param path  never used for another namespace, neither before nor after: Envoy keys its connection pools by this path
 */
public record Pin(PodUid pod, NetnsId netns, Path path) {}
