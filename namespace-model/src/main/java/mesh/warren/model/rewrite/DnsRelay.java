package mesh.warren.model.rewrite;

import java.net.InetAddress;

/**
 * The agent's DNS relay as Envoy reaches it: in the void, where Envoy's resolver (c-ares) has its sockets. It answers for one
 * tenant, so that clusters found by DNS are shared in the tenant at most.
 *
 * @param ip   an IP address of the void
 * @param port UDP and TCP, 1 to 65535
 */
public record DnsRelay(String ip, int port) {

    public DnsRelay {
        InetAddress.ofLiteral(ip);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " of the DNS relay: want 1 to 65535");
        }
    }
}
