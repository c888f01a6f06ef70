package mesh.warren.model.rewrite;

import java.util.List;

/** Messages that need more than the classes of their fields say. */
enum Special {
    NONE(""),
    ANY("google.protobuf.Any"),
    CLUSTER("envoy.config.cluster.v3.Cluster",
            new Injection(Clusters.CIRCUIT_BREAKERS, false), new Injection(Clusters.BIND_CONFIG, false),
            new Injection(DnsClusters.WARM, false), new Injection(DnsClusters.RESOLVER, false)),
    DNS_CLUSTER("envoy.extensions.clusters.dns.v3.DnsCluster", new Injection(DnsClusters.RESOLVER_OF_EXTENSION, false)),
    ROUTES("envoy.config.route.v3.RouteConfiguration"),
    CIRCUIT_BREAKERS("envoy.config.cluster.v3.CircuitBreakers", new Injection(Clusters.PER_HOST_THRESHOLDS, true)),
    EDS("envoy.config.cluster.v3.Cluster.EdsClusterConfig", new Injection(Clusters.SERVICE_NAME, false)),
    TLS("envoy.extensions.transport_sockets.tls.v3.CommonTlsContext", new Injection(Identity.SELECTOR, false)),
    SDS("envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig", new Injection(Identity.SDS_CONFIG, false)),
    SOCKET_OPTION("envoy.config.core.v3.SocketOption"),
    DATA_SOURCE("envoy.config.core.v3.DataSource"),
    VALUE("google.protobuf.Value");

    private final String message;
    private final List<Injection> injections;

    Special(String message, Injection... injections) {
        this.message = message;
        this.injections = List.of(injections);
    }

    /** Its full name. */
    String message() {
        return message;
    }

    List<Injection> injections() {
        return injections;
    }

    static Special of(String message) {
        for (Special special : values()) {
            if (special.message.equals(message)) {
                return special;
            }
        }
        return NONE;
    }
}
