package mesh.warren.cli.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The manifests rendered from the Helm chart (daemonset/render.sh), in the order in which they are applied. */
final class Manifests {

    private Manifests() {}

    /** All of Warren. */
    static List<HasMetadata> install(KubernetesClient client) throws IOException {
        return read(client, "warren.yaml");
    }

    /** The DaemonSets that take Warren off the nodes, in place of those of the same names. */
    static List<DaemonSet> uninstall(KubernetesClient client) throws IOException {
        return daemonSets(read(client, "uninstall.yaml"));
    }

    static List<DaemonSet> daemonSets(List<HasMetadata> objects) {
        return objects.stream().filter(DaemonSet.class::isInstance).map(DaemonSet.class::cast).toList();
    }

    /**
     * Changes where images come from.
     *
     * @param registry empty: as it stands there
     * @param tag      empty: as it stands there
     */
    static void image(DaemonSet set, Optional<String> registry, Optional<String> tag) {
        for (Container container : set.getSpec().getTemplate().getSpec().getContainers()) {
            String image = container.getImage();
            int name = image.indexOf("/warren/");
            int colon = image.lastIndexOf(':');
            container.setImage(registry.orElse(image.substring(0, name)) + image.substring(name, colon) + ":"
                    + tag.orElse(image.substring(colon + 1)));
        }
    }

    private static List<HasMetadata> read(KubernetesClient client, String name) throws IOException {
        Path home = Path.of(System.getProperty("warren.home", "."));
        Path file = Stream.of("daemonset/manifests", "manifests").map(folder -> home.resolve(folder).resolve(name))
                .filter(Files::isReadable).findFirst()
                .orElseThrow(() -> new IOException("no " + name + " in " + home + "/daemonset/manifests or " + home + "/manifests"));
        try (InputStream stream = Files.newInputStream(file)) {
            return client.load(stream).items();
        }
    }
}
