package mesh.warren.agent.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.agent.cluster.ClusterObject;
import mesh.warren.agent.cluster.ClusterPod;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.cluster.Problem;
import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.Service;
import mesh.warren.model.builtin.ServiceName;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.Tenant;

/** The cluster's objects as they are now, and what could not be used. On the thread {@code kubernetes}. */
final class Objects {

    private final SortedMap<ServiceName, Service> services = new TreeMap<>();
    private final SortedMap<ServiceName, SortedMap<String, EndpointSlice>> slices = new TreeMap<>();
    private final SortedMap<PodName, ClusterPod> pods = new TreeMap<>();
    private final SortedMap<Tenant, Map<String, String>> tenants = new TreeMap<>();
    private final SortedMap<String, Problem> problems = new TreeMap<>();
    /** An EndpointSlice's identity is its own name, but its place is its Service's, and its label can change. */
    private final Map<String, ServiceName> serviceOfSlice = new TreeMap<>();

    /** @param id {@code Kind namespace/name} */
    void put(String id, ClusterObject object) {
        problems.remove(id);
        switch (object) {
            case ClusterObject.OfService(Service service) -> services.put(service.name(), service);
            case ClusterObject.OfSlice(EndpointSlice slice) -> {
                removeSlice(id, slice.name());
                serviceOfSlice.put(id, slice.service());
                slices.computeIfAbsent(slice.service(), s -> new TreeMap<>()).put(slice.name(), slice);
            }
            case ClusterObject.OfPod(ClusterPod pod) -> pods.put(pod.name(), pod);
            case ClusterObject.OfTenant(Tenant tenant, Map<String, String> labels) -> tenants.put(tenant, labels);
        }
    }

    /** It cannot be used as it is; what was known of it stays in force. */
    void unusable(String id, String reason) {
        problems.put(id, new Problem(id, 0, reason));
    }

    void remove(String id, Kind kind, String namespace, String name) {
        problems.remove(id);
        switch (kind) {
            case SERVICE -> services.remove(new ServiceName(new Tenant(namespace), name));
            case ENDPOINT_SLICE -> removeSlice(id, name);
            case POD -> pods.remove(new PodName(new Tenant(namespace), name));
            case NAMESPACE -> tenants.remove(new Tenant(name));
        }
    }

    private void removeSlice(String id, String name) {
        ServiceName service = serviceOfSlice.remove(id);
        if (service != null) {
            slices.computeIfPresent(service, (s, named) -> {
                named.remove(name);
                return named.isEmpty() ? null : named;
            });
        }
    }

    ClusterView view() {
        return new ClusterView(List.copyOf(services.values()),
                slices.values().stream().flatMap(named -> named.values().stream()).toList(),
                pods, tenants, List.copyOf(problems.values()));
    }
}
