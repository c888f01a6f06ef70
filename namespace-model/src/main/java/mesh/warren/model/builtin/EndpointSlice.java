package mesh.warren.model.builtin;

import java.util.List;
import java.util.Optional;
import mesh.warren.model.address.IpAddress;

/**
 * A Kubernetes EndpointSlice.
 *
 * @param service   the Service that it belongs to: its tenant and the label {@code kubernetes.io/service-name}
 * @param name      {@code metadata.name}
 * @param ports     of all its endpoints
 * @param endpoints in the slice's order
 */
public record EndpointSlice(ServiceName service, String name, List<Port> ports, List<Endpoint> endpoints) {

    public EndpointSlice {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }

    /**
     * A port of a slice.
     *
     * @param name      of the Service's port that it serves; empty when that has none
     * @param port      the number that the pods listen on
     * @param transport TCP, or not served
     */
    public record Port(String name, int port, Transport transport) {

        public Port {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("EndpointSlice port '" + name + "' is " + port + ": want 1 to 65535");
            }
        }
    }

    /**
     * An endpoint of a slice. Kubernetes gives several addresses of one endpoint as equivalent; as kube-proxy, Warren takes
     * the first.
     *
     * @param address     the first of {@code addresses}
     * @param ready       {@code conditions.ready}; Kubernetes reads an absent one as true
     * @param serving     {@code conditions.serving}; absent: as {@code ready}
     * @param terminating {@code conditions.terminating}
     * @param node        {@code nodeName}, when known
     */
    public record Endpoint(IpAddress address, boolean ready, boolean serving, boolean terminating, Optional<String> node) {

        /** A ready endpoint on a node. */
        public static Endpoint ready(IpAddress address, String node) {
            return new Endpoint(address, true, true, false, Optional.of(node));
        }
    }
}
