package mesh.warren.agent.settings;

import java.nio.file.Path;
import java.util.Optional;

/** Where the cluster is known from. */
public sealed interface ClusterSource {

    /** A folder of Kubernetes manifests. */
    record Manifests(Path folder) implements ClusterSource {}

    /**
     * The API server.
     *
     * @param kubeconfig how to reach it; empty for the pod's own service account
     * @param sandboxes  where the container runtime has its network namespaces
     */
    record Kubernetes(Optional<Path> kubeconfig, Path sandboxes) implements ClusterSource {}
}
