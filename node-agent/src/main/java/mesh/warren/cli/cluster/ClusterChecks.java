package mesh.warren.cli.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Warren needs of a cluster, and how its own parts stand in it.
 *
 * @param client    of the cluster
 * @param namespace Warren's
 */
record ClusterChecks(KubernetesClient client, String namespace) {

    /** What the chart says; tried with 1.34. */
    private static final int OLDEST_MINOR = 29;
    /** A listening socket that closes hands its waiting connections over (net.ipv4.tcp_migrate_req). */
    private static final int KERNEL_MAJOR = 5;
    private static final int KERNEL_MINOR = 14;
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+).*");

    private static final List<String[]> TO_INSTALL = List.of(
            new String[] {"", "namespaces"}, new String[] {"", "serviceaccounts"}, new String[] {"", "configmaps"},
            new String[] {"apps", "daemonsets"}, new String[] {"rbac.authorization.k8s.io", "clusterroles"},
            new String[] {"rbac.authorization.k8s.io", "clusterrolebindings"});

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(version());
        boolean installed = new DaemonSets(client, namespace).get("warren-agent").isPresent();
        findings.add(mayInstall());
        client.nodes().list().getItems().forEach(node -> findings.add(node(node)));
        if (!installed) {
            findings.add(Finding.bad("installation", "Warren is not installed in namespace " + namespace, "warren install"));
            return findings;
        }
        findings.add(part("warren-agent", "see 'kubectl -n " + namespace + " logs daemonset/warren-agent'"));
        findings.add(part("warren-envoy", "see 'kubectl -n " + namespace + " logs daemonset/warren-envoy'; it waits for the agent of its node"));
        findings.add(part("warren-cni", "see 'kubectl -n " + namespace + " logs daemonset/warren-cni': it says which file in the CNI folder it cannot use"));
        return findings;
    }

    private Finding version() {
        String found = client.getKubernetesVersion().getGitVersion();
        Matcher numbers = NUMBERS.matcher(found.replaceFirst("^v", ""));
        boolean good = numbers.matches() && (Integer.parseInt(numbers.group(1)) > 1 || Integer.parseInt(numbers.group(2)) >= OLDEST_MINOR);
        return good ? Finding.good("Kubernetes", found) : Finding.bad("Kubernetes", found, "upgrade the cluster to 1." + OLDEST_MINOR + " or later");
    }

    private Finding mayInstall() {
        List<String> refused = new ArrayList<>();
        for (String[] resource : TO_INSTALL) {
            SelfSubjectAccessReview review = client.authorization().v1().selfSubjectAccessReview().create(new SelfSubjectAccessReviewBuilder()
                    .withNewSpec().withResourceAttributes(attributes(resource)).endSpec().build());
            if (!review.getStatus().getAllowed()) {
                refused.add(resource[1]);
            }
        }
        return refused.isEmpty() ? Finding.good("permissions", "you may install")
                : Finding.bad("permissions", "you may not patch " + String.join(", ", refused), "use a kubeconfig of a cluster admin");
    }

    private ResourceAttributes attributes(String[] resource) {
        ResourceAttributes attributes = new ResourceAttributes();
        attributes.setGroup(resource[0]);
        attributes.setResource(resource[1]);
        attributes.setNamespace(namespace);
        attributes.setVerb("patch");
        return attributes;
    }

    private static Finding node(Node node) {
        NodeSystemInfo info = node.getStatus().getNodeInfo();
        String what = "node " + node.getMetadata().getName();
        String found = "kernel " + info.getKernelVersion() + ", " + info.getArchitecture() + ", " + info.getContainerRuntimeVersion();
        Matcher kernel = NUMBERS.matcher(info.getKernelVersion());
        if (!kernel.matches() || Integer.parseInt(kernel.group(1)) * 1000 + Integer.parseInt(kernel.group(2)) < KERNEL_MAJOR * 1000 + KERNEL_MINOR) {
            return Finding.bad(what, found, "Warren wants Linux " + KERNEL_MAJOR + "." + KERNEL_MINOR + " or later there");
        }
        if (!info.getContainerRuntimeVersion().startsWith("containerd://") && !info.getContainerRuntimeVersion().startsWith("cri-o://")) {
            return Finding.bad(what, found, "Warren wants containerd or CRI-O, whose network namespaces have paths below /run/netns");
        }
        Optional<String> notReady = node.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready") && !condition.getStatus().equals("True"))
                .map(condition -> condition.getReason() + ": " + condition.getMessage()).findFirst();
        return notReady.map(why -> Finding.bad(what, found + "; not ready: " + why, "see 'kubectl describe " + what + "'"))
                .orElseGet(() -> Finding.good(what, found));
    }

    private Finding part(String name, String remedy) {
        return new DaemonSets(client, namespace).missing(name)
                .map(why -> Finding.bad("DaemonSet " + name, why, remedy))
                .orElseGet(() -> Finding.good("DaemonSet " + name, "ready on all nodes"));
    }
}
