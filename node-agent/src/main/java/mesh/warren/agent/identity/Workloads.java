package mesh.warren.agent.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.agent.cluster.ClusterPod;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.identity.SpiffeId;
import mesh.warren.model.identity.TrustDomain;

/**
 * Which pods are to have certificates: those that joined and whose service account is known.
 *
 * @param pods    by uid
 * @param unknown pods that joined and that the cluster does not know: without a service account there is no identity
 */
record Workloads(SortedMap<PodUid, Workload> pods, List<PodRecord> unknown) {

    private static final String CONFIG_HASH = "kubernetes.io/config.hash";

    static Workloads of(RegistrySnapshot joined, ClusterView cluster, TrustDomain domain) {
        SortedMap<PodUid, Workload> pods = new TreeMap<>();
        List<PodRecord> unknown = new ArrayList<>();
        for (PodRecord pod : joined.all()) {
            ClusterPod known = cluster.pods().get(pod.name());
            if (known == null || !same(known, pod.uid())) {
                unknown.add(pod);
            } else {
                pods.put(pod.uid(), new Workload(pod.uid(), pod.name(),
                        new SpiffeId(domain, pod.name().tenant(), known.serviceAccount())));
            }
        }
        return new Workloads(pods, unknown);
    }

    /** Another pod of this name may have another service account. A static pod's uid is that of its file, which its mirror carries. */
    private static boolean same(ClusterPod known, PodUid uid) {
        return known.uid().isEmpty() || known.uid().get().equals(uid) || uid.value().equals(known.annotations().get(CONFIG_HASH));
    }
}
