package mesh.warren.cli.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which cluster: as kubectl has it. */
final class Access {

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Default: $KUBECONFIG, then ~/.kube/config.")
    private Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "Context of the kubeconfig; default: its current one.")
    private String context;

    /** @throws IOException when the file is not there; the client itself connects when it is used */
    KubernetesClient client() throws IOException {
        if (kubeconfig != null) {
            if (!Files.isReadable(kubeconfig)) {
                throw new IOException("--kubeconfig " + kubeconfig + " cannot be read; name a kubeconfig file");
            }
            System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig.toString());
        }
        return new KubernetesClientBuilder().withConfig(Config.autoConfigure(context)).build();
    }
}
