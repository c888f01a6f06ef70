package mesh.warren.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code warren check}: before an installation, whether it can work; after it, whether it does. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Say whether Warren can work in a cluster, and whether it does: versions, permissions, nodes, DaemonSets.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: all is well", "1: the cluster cannot be reached", "3: something is not, with what to do"})
public final class CheckCommand implements Callable<Integer> {

    private static final int EXIT_PROBLEMS = 3;

    @Mixin
    private Access access;

    @Option(names = {"-n", "--namespace"}, defaultValue = "warren-system", description = "Warren's; default ${DEFAULT-VALUE}.")
    private String namespace;

    @Option(names = {"-o", "--output"}, defaultValue = "table", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Format format;

    @Override
    public Integer call() throws Exception {
        try (KubernetesClient client = access.client()) {
            List<Finding> findings = new ClusterChecks(client, namespace).all();
            System.out.println(format.of(findings, List.of("", "what", "found", "to do"),
                    finding -> List.of(finding.good() ? "ok" : "BAD", finding.what(), finding.found(), finding.remedy())));
            return findings.stream().allMatch(Finding::good) ? 0 : EXIT_PROBLEMS;
        }
    }
}
