package mesh.warren.cli.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.warren.agent.kubernetes.KubernetesAccess;
import picocli.CommandLine.Option;

/** Which cluster: as kubectl has it. */
final class Access {

    /** The client's event loop says so when it waits for this machine; nobody can act on that. Held, so that its level stays. */
    private static final Logger EVENT_LOOP = Logger.getLogger("io.vertx");

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Default: $KUBECONFIG, then ~/.kube/config.")
    private Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "Context of the kubeconfig; default: its current one.")
    private String context;

    /** @throws IOException when the file is not there; the client itself connects when it is used */
    KubernetesClient client() throws IOException {
        EVENT_LOOP.setLevel(Level.SEVERE);
        if (kubeconfig != null) {
            if (!Files.isReadable(kubeconfig)) {
                throw new IOException("--kubeconfig " + kubeconfig + " cannot be read; name a kubeconfig file");
            }
            System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig.toString());
        }
        return KubernetesAccess.client(Config.autoConfigure(context));
    }
}
