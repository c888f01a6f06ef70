package mesh.warren.agent.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** How the API server is reached. */
public final class KubernetesAccess {

    private KubernetesAccess() {}

    /**
     * A client; it connects when it is used.
     *
     * @param kubeconfig a kubeconfig file; empty for the service account of the pod that this runs in, whose token is reread
     * @throws IOException when the file cannot be used, or this runs in no pod
     */
    public static KubernetesClient client(Optional<Path> kubeconfig) throws IOException {
        try {
            Config config = kubeconfig.isPresent()
                    ? Config.fromKubeconfig(kubeconfig.get().toFile())
                    : new ConfigBuilder().withAutoConfigure().build();
            return client(config);
        } catch (RuntimeException e) {
            throw new IOException("kubernetes.kubeconfig " + kubeconfig.map(Path::toString).orElse("in-cluster") + ": " + e.getMessage()
                    + "; want a kubeconfig file, or a pod with a service account", e);
        }
    }

    /**
     * A client for this configuration; it connects when it is used.
     *
     * @throws IOException when its client key cannot be read
     */
    public static KubernetesClient client(Config config) throws IOException {
        return new KubernetesClientBuilder().withConfig(ClientKey.told(config)).build();
    }
}
