package mesh.warren.agent.manifests;

import mesh.warren.model.builtin.EndpointSlice;
import mesh.warren.model.builtin.Service;

/** An object of a manifest, and what tells it from others. */
sealed interface ClusterObject {

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

    record OfPod(ClusterPod pod) implements ClusterObject {
        @Override
        public String identity() {
            return "Pod " + pod.name();
        }
    }
}
