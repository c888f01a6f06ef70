package mesh.warren.cli.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code warren install}: the manifests rendered from the chart, by server-side apply. */
@Command(name = "install", mixinStandardHelpOptions = true, description = {
    "Install Warren into a cluster, or bring an installation up to date. Again is as good as once.",
    "For other values than the chart's own, install the Helm chart instead (docs/install.md)."},
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0: installed, and ready on all nodes", "1: the cluster cannot be reached or refuses", "3: not ready in time"})
public final class InstallCommand implements Callable<Integer> {

    private static final int EXIT_NOT_READY = 3;
    /** Of server-side apply: fields that somebody else has set are Warren's again. */
    private static final String FIELD_MANAGER = "warren";

    /** What was done with an object. */
    record Applied(String kind, String name, String action) {}

    @Mixin
    private Access access;

    @Option(names = "--registry", paramLabel = "NAME", description = "Where the images are, instead of warren.local.")
    private Optional<String> registry;

    @Option(names = "--tag", paramLabel = "TAG", description = "Tag of the images.")
    private Optional<String> tag;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "300",
            description = "How long to wait until all nodes are ready; 0: not at all. Default ${DEFAULT-VALUE}.")
    private int timeout;

    @Option(names = {"-o", "--output"}, defaultValue = "table", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format;

    @Override
    public Integer call() throws Exception {
        try (KubernetesClient client = access.client()) {
            List<HasMetadata> objects = Manifests.install(client);
            List<DaemonSet> sets = Manifests.daemonSets(objects);
            sets.forEach(set -> Manifests.image(set, registry, tag));
            List<Applied> done = new ArrayList<>();
            objects.forEach(object -> done.add(apply(client, object)));
            System.out.println(format.of(done, List.of("kind", "name", "action"), row -> List.of(row.kind(), row.name(), row.action())));
            if (timeout == 0) {
                return 0;
            }
            DaemonSets there = new DaemonSets(client, sets.getFirst().getMetadata().getNamespace());
            List<String> missing = there.await(sets.stream().map(set -> set.getMetadata().getName()).toList(), Duration.ofSeconds(timeout));
            missing.forEach(line -> System.err.println("warren install: " + line + "; 'warren check' says more"));
            return missing.isEmpty() ? 0 : EXIT_NOT_READY;
        }
    }

    /** Applies one object. Any thread. */
    static Applied apply(KubernetesClient client, HasMetadata object) {
        HasMetadata before = client.resource(object).get();
        HasMetadata after = client.resource(object).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
        String action = before == null ? "created"
                : before.getMetadata().getResourceVersion().equals(after.getMetadata().getResourceVersion()) ? "unchanged" : "configured";
        return new Applied(object.getKind(), object.getMetadata().getName(), action);
    }
}
