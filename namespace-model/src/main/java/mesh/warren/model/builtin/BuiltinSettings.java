package mesh.warren.model.builtin;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.id.Domain;
import mesh.warren.model.listen.ClientAddress;

/**
 * What the built-in virtual Envoys of a node have in common.
 *
 * @param domain       first part of every name
 * @param node         name of this node, for {@code internalTrafficPolicy: Local}
 * @param voidPath     path of the void, as Envoy sees it
 * @param serviceCidrs ranges that hold nothing but Services: a connection into them that meets no Service is closed, not
 *                     passed on. Services outside them work too, at the price of memory in each door
 * @param clientAddress what applications see as the address of their client; the inbound doors must have the same
 * @param tls           between pods; empty for none
 */
public record BuiltinSettings(
        Domain domain, String node, String voidPath, SortedSet<Cidr> serviceCidrs, ClientAddress clientAddress,
        Optional<MeshTls> tls) {

    /** With {@link ClientAddress#KEPT}. */
    public BuiltinSettings(Domain domain, String node, String voidPath, SortedSet<Cidr> serviceCidrs) {
        this(domain, node, voidPath, serviceCidrs, ClientAddress.KEPT);
    }

    /** Without TLS. */
    public BuiltinSettings(Domain domain, String node, String voidPath, SortedSet<Cidr> serviceCidrs, ClientAddress clientAddress) {
        this(domain, node, voidPath, serviceCidrs, clientAddress, Optional.empty());
    }

    public BuiltinSettings {
        serviceCidrs = Collections.unmodifiableSortedSet(new TreeSet<>(serviceCidrs));
    }
}
