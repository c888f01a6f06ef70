package mesh.warren.agent.manifests;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.Service;
import mesh.warren.model.id.PodName;

/**
 * What is known of the cluster at one moment.
 *
 * @param services sorted by name
 * @param slices   sorted by Service, then by name
 * @param pods     by name
 * @param problems what could not be used; sorted by file and line
 */
public record ClusterView(
        List<Service> services, List<EndpointSlice> slices, SortedMap<PodName, ClusterPod> pods, List<Problem> problems) {

    /** Nothing is known. */
    public static final ClusterView EMPTY = new ClusterView(List.of(), List.of(), new TreeMap<>(), List.of());

    public ClusterView {
        services = List.copyOf(services);
        slices = List.copyOf(slices);
        pods = Collections.unmodifiableSortedMap(new TreeMap<>(pods));
        problems = List.copyOf(problems);
    }
}
