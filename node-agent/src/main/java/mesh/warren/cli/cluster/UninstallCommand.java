package mesh.warren.cli.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code warren uninstall}. First every node: the plugin goes out of the network configuration, then pods' capture, then state. Only
 * then the objects: a cluster without them, but with capture, would have pods whose connections lead nowhere.
 */
@Command(name = "uninstall", mixinStandardHelpOptions = true,
        description = "Take Warren off all nodes and out of the cluster. Pods run on, unrouted.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: nothing of it is left", "1: the cluster cannot be reached or refuses",
            "3: a node could not be cleaned in time; nothing was deleted"})
public final class UninstallCommand implements Callable<Integer> {

    private static final int EXIT_NOT_CLEAN = 3;

    @Mixin
    private Access access;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "300",
            description = "How long to wait for all nodes. Default ${DEFAULT-VALUE}.")
    private int timeout;

    @Option(names = "--force", description = "Delete the objects although a node could not be cleaned, such as one that is gone for good.")
    private boolean force;

    @Option(names = {"-o", "--output"}, defaultValue = "table", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format;

    @Override
    public Integer call() throws Exception {
        try (KubernetesClient client = access.client()) {
            Duration limit = Duration.ofSeconds(timeout);
            List<InstallCommand.Applied> done = new ArrayList<>();
            for (DaemonSet cleaner : Manifests.uninstall(client)) {
                List<String> missing = clean(client, cleaner, limit, done);
                missing.forEach(line -> System.err.println("warren uninstall: " + line));
                if (!missing.isEmpty() && !force) {
                    System.err.println("warren uninstall: nothing was deleted; try again, or give those nodes up with --force");
                    return EXIT_NOT_CLEAN;
                }
            }
            // With a definition all resources of its kind would go, which are the admin's own.
            List<HasMetadata> objects = Manifests.install(client).reversed().stream().filter(o -> !(o instanceof CustomResourceDefinition)).toList();
            for (HasMetadata object : objects) {
                if (!client.resource(object).delete().isEmpty()) {
                    done.add(new InstallCommand.Applied(object.getKind(), object.getMetadata().getName(), "deleted"));
                }
            }
            DaemonSets.until(limit, () -> objects.stream().map(object -> client.resource(object).get()).allMatch(Objects::isNull));
            System.out.println(format.of(done, List.of("kind", "name", "action"), row -> List.of(row.kind(), row.name(), row.action())));
            return 0;
        }
    }

    /** Has a DaemonSet clean its nodes, with the images that it has now. @return what is missing when the time is over */
    private static List<String> clean(KubernetesClient client, DaemonSet cleaner, Duration limit, List<InstallCommand.Applied> done)
            throws InterruptedException {
        DaemonSets there = new DaemonSets(client, cleaner.getMetadata().getNamespace());
        String name = cleaner.getMetadata().getName();
        if (there.get(name).isEmpty()) {
            return List.of();
        }
        there.get(name).ifPresent(now -> cleaner.getSpec().getTemplate().getSpec().getContainers().getFirst()
                .setImage(now.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage()));
        InstallCommand.apply(client, cleaner);
        List<String> missing = there.await(List.of(name), limit);
        if (missing.isEmpty()) {
            done.add(new InstallCommand.Applied("DaemonSet", name, "cleaned all nodes"));
        }
        return missing;
    }
}
