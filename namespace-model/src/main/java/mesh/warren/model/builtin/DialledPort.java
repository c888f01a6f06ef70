package mesh.warren.model.builtin;

import mesh.warren.model.address.IpAddress;

/**
 * One address and port that a client can dial.
 *
 * @param service whose it is
 * @param address one of its ClusterIPs
 * @param port    one of its ports
 * @param http    whether HTTP is spoken there
 */
record DialledPort(Service service, IpAddress address, ServicePort port, boolean http) {

    /** What statistics call it: {@code tenant/service:port}, with the IP version where that is not 4. */
    String statName() {
        return service.name() + ":" + port.port() + (address.isIpv6() ? ":v6" : "");
    }
}
