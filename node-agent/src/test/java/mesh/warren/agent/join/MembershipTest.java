package mesh.warren.agent.join;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mesh.warren.agent.cluster.ClusterPod;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.cluster.PodDns;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.Tenant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class MembershipTest {

    private static final PodName POD = new PodName(new Tenant("shop"), "web");
    private static final Membership LABELLED = new Membership(false);
    private static final Membership ALL = new Membership(true);

    @Test
    void aPodsOwnLabelIsStrongerThanItsNamespaces() {
        assertFalse(LABELLED.routes(POD, view(pod(Map.of(Membership.LABEL, "false"), false), Map.of(Membership.LABEL, "true"))));
        assertTrue(LABELLED.routes(POD, view(pod(Map.of(Membership.LABEL, "true"), false), Map.of(Membership.LABEL, "false"))));
    }

    @Test
    void theNamespacesLabelCountsForPodsWithoutOne() {
        assertTrue(LABELLED.routes(POD, view(pod(Map.of(), false), Map.of(Membership.LABEL, "true"))));
        assertFalse(ALL.routes(POD, view(pod(Map.of(), false), Map.of(Membership.LABEL, "false"))));
    }

    @Test
    void withoutAnyLabelTheSettingDecides() {
        assertFalse(LABELLED.routes(POD, view(pod(Map.of(), false), Map.of())));
        assertTrue(ALL.routes(POD, view(pod(Map.of(), false), Map.of())));
    }

    @Test
    void aPodThatIsNotKnownYetIsRoutedWhenItsNamespaceIs() {
        assertTrue(LABELLED.routes(POD, view(null, Map.of(Membership.LABEL, "true"))));
        assertFalse(LABELLED.routes(POD, view(null, Map.of())));
    }

    @Test
    void aMisspeltLabelKeepsAPodOut() {
        assertFalse(ALL.routes(POD, view(pod(Map.of(Membership.LABEL, "flase"), false), Map.of())));
    }

    @Test
    void aHostNetworkPodIsNeverRouted() {
        assertFalse(ALL.routes(POD, view(pod(Map.of(Membership.LABEL, "true"), true), Map.of())));
    }

    private static ClusterPod pod(Map<String, String> labels, boolean hostNetwork) {
        return new ClusterPod(POD, labels, Map.of(), Optional.of("n1"), hostNetwork, "default", Optional.empty(), List.of(), PodDns.CLUSTER, false);
    }

    private static Optional<ClusterView> view(ClusterPod pod, Map<String, String> tenant) {
        return Optional.of(new ClusterView(List.of(), List.of(), new TreeMap<>(pod == null ? Map.of() : Map.of(POD, pod)),
                new TreeMap<>(Map.of(POD.tenant(), tenant)), List.of()));
    }
}
