package mesh.warren.model.builtin;

import java.util.List;
import mesh.warren.model.address.IpAddress;

/**
 * A Kubernetes Service, as far as it decides where a connection goes.
 *
 * @param name             {@code tenant/name}
 * @param kind             how clients reach it
 * @param clusterIps       one for each IP family; empty unless {@link Kind#CLUSTER_IP}
 * @param ports            in the Service's order
 * @param publishNotReady  {@code publishNotReadyAddresses}: readiness is not asked
 * @param internalLocal    {@code internalTrafficPolicy: Local}: only endpoints of this node
 * @param clientIpAffinity {@code sessionAffinity: ClientIP}: one client, one endpoint
 */
public record Service(
        ServiceName name,
        Kind kind,
        List<IpAddress> clusterIps,
        List<ServicePort> ports,
        boolean publishNotReady,
        boolean internalLocal,
        boolean clientIpAffinity) {

    /** How clients reach a Service. */
    public enum Kind {
        /** By an address of its own. NodePort and LoadBalancer Services are of this kind too: pods dial their ClusterIP. */
        CLUSTER_IP,
        /** By the address of one of its pods, which DNS gives ({@code clusterIP: None}). */
        HEADLESS,
        /** By another name, which DNS gives. */
        EXTERNAL_NAME
    }

    public Service {
        clusterIps = List.copyOf(clusterIps);
        ports = List.copyOf(ports);
        if ((kind == Kind.CLUSTER_IP) == clusterIps.isEmpty()) {
            throw new IllegalArgumentException("Service " + name + ": kind " + kind + " with clusterIPs " + clusterIps
                    + "; want an address for a ClusterIP Service, and none for the others");
        }
    }
}
