package mesh.warren.agent.cluster;

import java.util.Map;
import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.Service;
import mesh.warren.model.id.Tenant;

/** An object of the cluster, and what tells it from others. */
public sealed interface ClusterObject {

    /** {@code Kind tenant/name}: two objects with the same are one object, described twice. */
    String identity();

    record OfService(Service service) implements ClusterObject {
        @Override
        public String identity() {
            return "Service " + service.name();
        }
    }

    record OfSlice(EndpointSlice slice) implements ClusterObject {
        @Override
        public String identity() {
            return "EndpointSlice " + slice.service().tenant() + "/" + slice.name();
        }
    }

    record OfTenant(Tenant tenant, Map<String, String> labels) implements ClusterObject {

        public OfTenant {
            labels = Map.copyOf(labels);
        }

        @Override
        public String identity() {
            return "Namespace " + tenant;
        }
    }

    record OfPod(ClusterPod pod) implements ClusterObject {
        @Override
        public String identity() {
            return "Pod " + pod.name();
        }
    }
}
