package mesh.warren.agent.cluster;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.Service;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.Tenant;

/**
 * What is known of the cluster at one moment.
 *
 * @param services sorted by name
 * @param slices   sorted by Service, then by name
 * @param pods     by name
 * @param tenants  the labels of each Kubernetes namespace that is known
 * @param problems what could not be used; sorted by file and line
 */
public record ClusterView(
        List<Service> services, List<EndpointSlice> slices, SortedMap<PodName, ClusterPod> pods,
        SortedMap<Tenant, Map<String, String>> tenants, List<Problem> problems) {

    /** Nothing is known. */
    public static final ClusterView EMPTY = new ClusterView(List.of(), List.of(), new TreeMap<>(), new TreeMap<>(), List.of());

    public ClusterView {
        services = List.copyOf(services);
        slices = List.copyOf(slices);
        pods = Collections.unmodifiableSortedMap(new TreeMap<>(pods));
        tenants = Collections.unmodifiableSortedMap(new TreeMap<>(tenants));
        problems = List.copyOf(problems);
    }
}
