package mesh.warren.model.builtin;

import java.util.List;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.Domain;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/**
 * The virtual names of the built-in virtual Envoy. The physical ones, which a config dump shows, have {@code DOMAIN/} in
 * front (docs/naming.md).
 *
 * <pre>
 *   10.96.0.10:80     cluster and endpoints of the Service port dialled at that address
 *   [fd00::10]:80     the same over IPv6
 *   http              chain, and its route table: the Service is the one whose address was dialled
 *   dispatch          chain of TCP Services, by the address dialled
 *   pass              chain and cluster of what is no Service: to where it was going
 *   inbound           chain and cluster of what a pod receives
 *   inbound-tls       chain of what it receives with the pods' own TLS
 * </pre>
 *
 * An address holds a colon, the fixed names none: they cannot meet.
 *
 * @param domain whose virtual Envoys these are
 */
public record BuiltinNames(Domain domain) {

    /** What Envoy writes before the address dialled: dispatch reaches clusters by their plain physical name. */
    String prefix() {
        return domain + "/";
    }

    /** The cluster of a Service's port; its endpoints have the same name. */
    public static String service(IpAddress clusterIp, int port) {
        return clusterIp.withPort(port);
    }

    /** Whether a cluster of this virtual name is reached by dispatch, which makes its physical name from the address. */
    public static boolean isDispatched(ResourceName cluster) {
        return cluster.value().indexOf(':') >= 0;
    }

    /** Chain and route table of HTTP Services. */
    public String http() {
        return "http";
    }

    /** Chain of TCP Services. */
    public String dispatch() {
        return "dispatch";
    }

    /** Chain and cluster of destinations that are no Service. */
    public String pass() {
        return "pass";
    }

    /** Chain and cluster of inbound connections. */
    public String inbound() {
        return "inbound";
    }

    /** Chain of inbound connections with the pods' own TLS; each pod has its own. */
    public String inboundTls() {
        return "inbound-tls";
    }

    /** The chains that doors name, but for {@link #inboundTls}. */
    public List<ResourceKey> chains() {
        return List.of(chain(http()), chain(dispatch()), chain(pass()), chain(inbound()));
    }

    static ResourceKey chain(String name) {
        return ResourceKey.of(ResourceType.CHAIN, name);
    }
}
