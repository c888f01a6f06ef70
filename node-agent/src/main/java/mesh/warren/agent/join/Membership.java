package mesh.warren.agent.join;

import java.util.Map;
import java.util.Optional;
import mesh.warren.agent.cluster.ClusterPod;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.model.id.PodName;

/**
 * Decides which pods are routed: by the label {@value #LABEL} of the pod, else of its Kubernetes namespace, else by the setting.
 *
 * @param unlabelled whether a pod is routed about which no label says anything
 */
public record Membership(boolean unlabelled) {

    /** {@code "true"} or {@code "false"}; anything else on a pod keeps it out, since a misspelt "false" must not route it. */
    public static final String LABEL = "warren.mesh/join";

    /**
     * Whether the pod of this name is to be routed, as far as is known now. Of a pod that is not known yet the namespace decides: a
     * pod of a routed namespace must not start unrouted because the API server's word was late.
     *
     * @param view empty before the cluster is known
     */
    public boolean routes(PodName pod, Optional<ClusterView> view) {
        if (view.isEmpty()) {
            return unlabelled;
        }
        ClusterPod known = view.get().pods().get(pod);
        if (known != null && known.hostNetwork()) {
            return false;
        }
        return Optional.ofNullable(known).map(ClusterPod::labels).flatMap(Membership::label)
                .or(() -> Optional.ofNullable(view.get().tenants().get(pod.tenant())).flatMap(Membership::label))
                .orElse(unlabelled);
    }

    private static Optional<Boolean> label(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(LABEL)).map("true"::equals);
    }
}
