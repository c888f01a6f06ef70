package mesh.warren.model.listen.fold;

import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.List;
import java.util.Optional;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.symbolic.Template;

/**
 * A listener as its control plane sent it, taken apart.
 *
 * @param resource     the whole of it, rewritten
 * @param head         all of it but its chains
 * @param addresses    where it listens, the main address first; not empty
 * @param chains       in their order
 * @param defaultChain the chain of what no other takes
 * @param accessLog    its own access logs as bytes of {@code Listener}
 */
record VirtualListener(
        SymbolicResource resource, Listener head, List<Endpoint> addresses, List<VirtualChain> chains,
        Optional<VirtualChain> defaultChain, Template accessLog) {

    /**
     * An address and a port.
     *
     * @param both for {@code ::}: also IPv4
     */
    record Endpoint(IpAddress address, int port, boolean both) {

        boolean wildcard() {
            for (byte b : address.toBytes()) {
                if (b != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    String name() {
        return resource.key().name().value();
    }

    /** It has a socket of its own; else connections are handed to it by their original destination. */
    boolean binds() {
        return (!head.hasBindToPort() || head.getBindToPort().getValue())
                && (!head.getDeprecatedV1().hasBindToPort() || head.getDeprecatedV1().getBindToPort().getValue());
    }

    /** It hands connections to the listener of their original destination. */
    boolean handsOff() {
        return head.getUseOriginalDst().getValue();
    }

    /** It sees the original destination of redirected connections. */
    boolean restores() {
        return handsOff() || head.getListenerFiltersList().stream().anyMatch(ListenerFilters::restoresDestination);
    }

    /** The port of its main address. */
    int port() {
        return addresses.getFirst().port();
    }
}
