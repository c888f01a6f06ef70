package mesh.warren.agent.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.warren.agent.cluster.PodDns;
import mesh.warren.model.id.Tenant;

/**
 * What a pod's {@code /etc/resolv.conf} says, as the kubelet would write it.
 *
 * @param node          the node's own, for the policy {@code Default}
 * @param cluster       the cluster's name servers; empty: those of {@code node}, which in a pod are the cluster's
 * @param clusterDomain such as {@code cluster.local}
 */
public record ResolverConfigs(ResolverConfig node, List<InetSocketAddress> cluster, String clusterDomain) {

    public ResolverConfigs {
        cluster = List.copyOf(cluster);
    }

    /**
     * With the file of the machine, or of the pod that the agent runs in.
     *
     * @throws IOException when it cannot be read or names no server
     */
    public static ResolverConfigs with(Path resolvConf, List<String> cluster, String clusterDomain) throws IOException {
        try {
            return new ResolverConfigs(ResolverConfig.parse(Files.readString(resolvConf)),
                    cluster.stream().map(ResolverConfig::server).toList(), clusterDomain);
        } catch (IllegalArgumentException e) {
            throw new IOException(resolvConf + ": " + e.getMessage(), e);
        }
    }

    /** Of a pod of this tenant. */
    public ResolverConfig of(Tenant tenant, PodDns dns) {
        List<InetSocketAddress> own = dns.nameservers().stream().map(ResolverConfig::server).toList();
        Optional<ResolverConfig> base = switch (dns.policy()) {
            case CLUSTER_FIRST -> Optional.of(ResolverConfig.clusterFirst(cluster.isEmpty() ? node.servers() : cluster,
                    tenant.name(), clusterDomain));
            case DEFAULT -> Optional.of(node);
            case NONE -> own.isEmpty() ? Optional.of(node) : Optional.empty();
        };
        List<InetSocketAddress> servers = new ArrayList<>(base.map(ResolverConfig::servers).orElse(List.of()));
        servers.addAll(own);
        List<String> searches = Stream.concat(base.map(ResolverConfig::searches).orElse(List.of()).stream(), dns.searches().stream())
                .distinct().toList();
        return new ResolverConfig(servers, searches, dns.ndots().orElse(base.map(ResolverConfig::ndots).orElse(1)));
    }
}
