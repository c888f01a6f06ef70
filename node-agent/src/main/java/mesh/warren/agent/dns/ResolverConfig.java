package mesh.warren.agent.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a pod looks names up: what its {@code /etc/resolv.conf} says (resolv.conf(5)).
 *
 * @param servers  asked in this order; not empty
 * @param searches domains that are appended to a name, in this order
 * @param ndots    a name with fewer dots is tried with the search domains first, one with as many by itself first
 */
public record ResolverConfig(List<InetSocketAddress> servers, List<String> searches, int ndots) {

    private static final int DNS_PORT = 53;
    /** RFC 1035, section 2.3.4, as text without the final dot. */
    private static final int LONGEST_NAME = 253;

    public ResolverConfig {
        servers = List.copyOf(servers);
        searches = List.copyOf(searches);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no name servers: set dns.servers");
        }
    }

    /** As the kubelet writes it for {@code dnsPolicy: ClusterFirst}. */
    public static ResolverConfig clusterFirst(List<InetSocketAddress> servers, String tenant, String clusterDomain) {
        return new ResolverConfig(servers,
                List.of(tenant + ".svc." + clusterDomain, "svc." + clusterDomain, clusterDomain), 5);
    }

    /** Reads the file's text. Lines of other kinds are left out. */
    public static ResolverConfig parse(String text) {
        List<InetSocketAddress> servers = new ArrayList<>();
        List<String> searches = List.of();
        int ndots = 1;
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            switch (words[0]) {
                case "nameserver" -> servers.add(server(words[1]));
                case "search", "domain" -> searches = List.of(words).subList(1, words.length);
                case "options" -> {
                    for (String option : words) {
                        ndots = option.startsWith("ndots:") ? Integer.parseInt(option.substring(6)) : ndots;
                    }
                }
                default -> { }
            }
        }
        return new ResolverConfig(servers, searches, ndots);
    }

    static InetSocketAddress server(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), DNS_PORT);
    }

    /** The names to try one after the other for this one, each fully qualified, with a final dot. */
    List<String> candidates(String name) {
        String asked = name.toLowerCase(Locale.ROOT);
        if (asked.endsWith(".")) {
            asked = asked.substring(0, asked.length() - 1);
        } else if (!searches.isEmpty()) {
            return searched(asked);
        }
        return List.of(asked + ".");
    }

    private List<String> searched(String name) {
        List<String> all = new ArrayList<>();
        boolean itselfFirst = name.chars().filter(c -> c == '.').count() >= ndots;
        if (itselfFirst) {
            all.add(name + ".");
        }
        for (String domain : searches) {
            if (name.length() + 1 + domain.length() <= LONGEST_NAME) {
                all.add(name + "." + domain + ".");
            }
        }
        if (!itselfFirst) {
            all.add(name + ".");
        }
        return all;
    }
}
