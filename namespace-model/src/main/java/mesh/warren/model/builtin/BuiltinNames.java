package mesh.warren.model.builtin;

import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.Domain;

/**
 * The names of the built-in virtual Envoy, as a config dump shows them (docs/naming.md).
 *
 * <pre>
 *   DOMAIN/10.96.0.10:80     cluster and endpoints of the Service port dialled at that address
 *   DOMAIN/[fd00::10]:80     the same over IPv6
 *   DOMAIN/http              chain, and its route table: the Service is the one whose address was dialled
 *   DOMAIN/dispatch          chain of TCP Services, by the address dialled
 *   DOMAIN/pass              chain and cluster of what is no Service: to where it was going
 *   DOMAIN/inbound           chain and cluster of what a pod receives
 * </pre>
 *
 * An address holds a colon, the fixed names none: they cannot meet.
 *
 * @param domain whose virtual Envoys these are
 */
public record BuiltinNames(Domain domain) {

    /** What stands before the address dialled. Also what dispatch writes there. */
    String prefix() {
        return domain + "/";
    }

    /** The cluster of a Service's port; its endpoints have the same name. */
    public String service(IpAddress clusterIp, int port) {
        return prefix() + clusterIp.withPort(port);
    }

    /** Chain and route table of HTTP Services. */
    public String http() {
        return prefix() + "http";
    }

    /** Chain of TCP Services. */
    public String dispatch() {
        return prefix() + "dispatch";
    }

    /** Chain and cluster of destinations that are no Service. */
    public String pass() {
        return prefix() + "pass";
    }

    /** Chain and cluster of inbound connections. */
    public String inbound() {
        return prefix() + "inbound";
    }
}
