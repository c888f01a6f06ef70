package mesh.warren.agent.views;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.agent.cluster.ClusterPod;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.builtin.MeshEndpoints;
import mesh.warren.model.capture.CaptureAnnotations;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.capture.PortRange;

/**
 * Which pods have a door that ends the pods' own TLS: those of this node that joined and have no control plane, but for the ports
 * that capture leaves alone; and pods elsewhere whose annotation {@value #ANNOTATION} is {@code on}. With {@code off} a pod is
 * sent plaintext. Immutable.
 */
record MeshMembers(Map<IpAddress, List<PortRange>> excludedPorts) implements MeshEndpoints {

    static final String ANNOTATION = "warren.mesh/mtls";

    /** @param node what capture leaves alone of every pod */
    static MeshMembers of(Collection<PodRecord> builtIn, ClusterView cluster, Exclusions node) {
        Map<IpAddress, List<PortRange>> members = new HashMap<>();
        for (ClusterPod pod : cluster.pods().values()) {
            if ("on".equals(pod.annotations().get(ANNOTATION)) && !pod.hostNetwork() && !pod.finished()) {
                pod.addresses().forEach(address -> members.put(address, excluded(pod.annotations(), node)));
            }
        }
        for (PodRecord pod : builtIn) {
            ClusterPod known = cluster.pods().get(pod.name());
            String said = known == null ? null : known.annotations().get(ANNOTATION);
            pod.addresses().stream().map(address -> IpAddress.parse(address.getHostAddress())).forEach(address -> {
                if ("off".equals(said)) {
                    members.remove(address);
                } else {
                    members.put(address, excluded(pod.annotations(), node));
                }
            });
        }
        return new MeshMembers(members);
    }

    /** All ports of a pod whose annotations cannot be read: what capture leaves alone of it is not known. */
    private static List<PortRange> excluded(Map<String, String> annotations, Exclusions node) {
        try {
            return node.and(CaptureAnnotations.parse(annotations)).inboundPorts();
        } catch (IllegalArgumentException e) {
            return List.of(new PortRange(1, 65535));
        }
    }

    @Override
    public boolean ends(IpAddress address, int port) {
        List<PortRange> excluded = excludedPorts.get(address);
        return excluded != null && excluded.stream().noneMatch(range -> range.contains(port));
    }
}
