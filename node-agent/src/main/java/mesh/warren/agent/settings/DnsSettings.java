package mesh.warren.agent.settings;

import java.util.List;

/**
 * How names of pods' clusters are looked up.
 *
 * @param relay         whether the DNS relay runs
 * @param servers       addresses of the cluster's name servers; empty: those of {@code /etc/resolv.conf}
 * @param clusterDomain last part of the names of Services
 */
public record DnsSettings(boolean relay, List<String> servers, String clusterDomain) {

    public DnsSettings {
        servers = List.copyOf(servers);
    }
}
