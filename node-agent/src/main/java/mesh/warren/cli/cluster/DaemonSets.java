package mesh.warren.cli.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Warren's DaemonSets in the cluster, and how far they are.
 *
 * @param client    of the cluster
 * @param namespace Warren's
 */
record DaemonSets(KubernetesClient client, String namespace) {

    private static final long POLL_MILLIS = 300;

    Optional<DaemonSet> get(String name) {
        return Optional.ofNullable(client.apps().daemonSets().inNamespace(namespace).withName(name).get());
    }

    /** Why this DaemonSet does not yet run on all nodes as it stands there; empty when it does. */
    Optional<String> missing(String name) {
        Optional<DaemonSet> set = get(name);
        if (set.isEmpty()) {
            return Optional.of("is not there");
        }
        DaemonSetStatus status = set.get().getStatus();
        boolean observed = set.get().getMetadata().getGeneration().equals(status.getObservedGeneration());
        int desired = or0(status.getDesiredNumberScheduled());
        if (!observed) {
            return Optional.of("has not been looked at by its controller yet");
        }
        if (or0(status.getUpdatedNumberScheduled()) == desired && or0(status.getNumberReady()) == desired) {
            return Optional.empty();
        }
        return Optional.of("is ready on " + or0(status.getNumberReady()) + " of " + desired + " nodes, new on "
                + or0(status.getUpdatedNumberScheduled()) + waitingPods(set.get()));
    }

    /** Waits until all of these are done. @return what is missing when the time is over, one line each */
    List<String> await(List<String> names, Duration limit) throws InterruptedException {
        List<String> missing = new ArrayList<>();
        until(limit, () -> {
            missing.clear();
            names.forEach(name -> missing(name).ifPresent(why -> missing.add("DaemonSet " + namespace + "/" + name + " " + why)));
            return missing.isEmpty();
        });
        return missing;
    }

    /** Asks until it is true or the time is over. */
    static boolean until(Duration limit, BooleanSupplier done) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    private String waitingPods(DaemonSet set) {
        String pods = client.pods().inNamespace(namespace).withLabels(set.getSpec().getSelector().getMatchLabels()).list().getItems()
                .stream().filter(pod -> !ready(pod)).map(DaemonSets::describe).collect(Collectors.joining("; "));
        return pods.isEmpty() ? "" : ": " + pods;
    }

    private static boolean ready(Pod pod) {
        return pod.getStatus().getConditions().stream().anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private static String describe(Pod pod) {
        String why = pod.getStatus().getContainerStatuses().stream().map(ContainerStatus::getState)
                .filter(state -> state.getWaiting() != null)
                .map(state -> state.getWaiting().getReason() + Optional.ofNullable(state.getWaiting().getMessage()).map(m -> " (" + m + ")").orElse(""))
                .findFirst().orElse(pod.getStatus().getPhase());
        return pod.getMetadata().getName() + " on " + pod.getSpec().getNodeName() + ": " + why;
    }

    private static int or0(Integer value) {
        return value == null ? 0 : value;
    }
}
