package mesh.warren.model.listen.fold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.listen.fold.MatchNode.Branch;
import mesh.warren.model.listen.fold.MatchNode.Leaf;

/** From a listener's match tree to the choice that a door makes, with what is known beforehand decided beforehand. */
final class MatchPicks {

    /** The longest first: the order of Envoy's search for wildcards. */
    static final Comparator<String> LONGEST_FIRST = Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

    /** {@code FilterChainMatch.ConnectionSourceType} by number. */
    private static final String SAME_IP_OR_LOOPBACK = "1";
    private static final String EXTERNAL = "2";
    private static final String ANY_SOURCE = "0";

    private final Pick fallback;
    private final Map<Seen, Map<MatchNode, Pick>> known = new HashMap<>();

    /** @param fallback the default chain: what Envoy takes wherever the search ends without a chain */
    MatchPicks(Pick fallback) {
        this.fallback = fallback;
    }

    /** The pick of connections of which this is known; the same object for the same question. */
    Pick of(MatchNode node, Seen seen) {
        Map<MatchNode, Pick> nodes = known.computeIfAbsent(seen, s -> new IdentityHashMap<>());
        Pick before = nodes.get(node);
        if (before == null) {
            before = decide(node, seen);
            nodes.put(node, before);
        }
        return before;
    }

    private Pick decide(MatchNode node, Seen seen) {
        return switch (node) {
            case Leaf leaf -> new Pick.Chain(leaf.chain());
            case Branch branch -> switch (branch.level()) {
                case DESTINATION_PORT -> byPort(branch, seen);
                case DESTINATION_IP -> seen.address().isPresent()
                        ? longest(branch, seen) : byAddress(Pick.Input.DESTINATION_IP, branch, seen);
                case SERVER_NAME -> byServerName(branch, seen);
                case TRANSPORT_PROTOCOL -> byTransport(branch, seen);
                case APPLICATION_PROTOCOL -> byProtocol(branch, seen);
                case DIRECT_SOURCE_IP -> byAddress(Pick.Input.DIRECT_SOURCE_IP, branch, seen);
                case SOURCE_TYPE -> bySourceType(branch, seen);
                case SOURCE_IP -> byAddress(Pick.Input.SOURCE_IP, branch, seen);
                case SOURCE_PORT -> byText(Pick.Input.SOURCE_PORT, branch, seen);
            };
        };
    }

    private Pick next(Branch branch, String key, Seen seen) {
        MatchNode next = branch.next().get(key);
        return next == null ? fallback : of(next, seen);
    }

    private Pick otherwise(Branch branch, Seen seen) {
        return next(branch, Level.ANY, seen);
    }

    private Pick byPort(Branch branch, Seen seen) {
        if (seen.port().isPresent()) {
            String port = Integer.toString(seen.port().getAsInt());
            return branch.next().containsKey(port) ? next(branch, port, seen) : otherwise(branch, seen);
        }
        return otherwise(branch, seen);
    }

    private Pick byText(Pick.Input input, Branch branch, Seen seen) {
        SortedMap<String, Pick> exact = new TreeMap<>();
        branch.next().forEach((key, next) -> {
            if (!key.equals(Level.ANY)) {
                exact.put(key, of(next, seen));
            }
        });
        return Pick.byText(input, exact, otherwise(branch, seen));
    }

    private Pick byAddress(Pick.Input input, Branch branch, Seen seen) {
        SortedMap<Cidr, Pick> ranges = new TreeMap<>();
        branch.next().forEach((key, next) -> {
            if (!key.equals(Level.ANY)) {
                ranges.put(Cidr.parse(key), of(next, seen));
            }
        });
        return Pick.byAddress(input, ranges, otherwise(branch, seen));
    }

    private Pick longest(Branch branch, Seen seen) {
        return branch.next().keySet().stream()
                .filter(key -> !key.equals(Level.ANY) && Cidr.parse(key).contains(seen.address().get()))
                .max(Comparator.comparingInt(key -> Cidr.parse(key).prefixLength()))
                .map(key -> next(branch, key, seen))
                .orElseGet(() -> otherwise(branch, seen));
    }

    private Pick byServerName(Branch branch, Seen seen) {
        Pick otherwise = otherwise(branch, seen);
        if (!seen.named()) {
            return otherwise;
        }
        SortedMap<String, Pick> exact = new TreeMap<>();
        SortedMap<String, Pick> suffixes = new TreeMap<>(LONGEST_FIRST);
        // A name is sent in a TLS client hello only.
        Seen hello = seen.secure(true);
        branch.next().forEach((key, next) -> {
            if (key.startsWith(".")) {
                suffixes.put(key, of(next, hello));
            } else if (!key.equals(Level.ANY)) {
                exact.put(key, of(next, hello));
            }
        });
        Pick rest = Pick.bySuffix(suffixes, otherwise);
        return Pick.byText(Pick.Input.SERVER_NAME, exact, rest);
    }

    private Pick byTransport(Branch branch, Seen seen) {
        if (seen.transport().isPresent()) {
            String transport = seen.transport().get();
            return branch.next().containsKey(transport) ? next(branch, transport, seen) : otherwise(branch, seen);
        }
        SortedMap<String, Pick> exact = new TreeMap<>();
        branch.next().forEach((key, next) -> {
            if (key.equals(Seen.TLS) || key.equals(Seen.RAW_BUFFER)) {
                exact.put(key, of(next, seen.secure(key.equals(Seen.TLS))));
            }
        });
        return Pick.byText(Pick.Input.TRANSPORT_PROTOCOL, exact, otherwise(branch, seen));
    }

    private Pick byProtocol(Branch branch, Seen seen) {
        Pick otherwise = otherwise(branch, seen);
        if (!seen.protocols()) {
            return otherwise;
        }
        Map<Pick, List<String>> grouped = new IdentityHashMap<>();
        branch.next().forEach((key, next) -> {
            if (!key.equals(Level.ANY)) {
                grouped.computeIfAbsent(of(next, seen), p -> new ArrayList<>()).add(key);
            }
        });
        Map<String, Map.Entry<Pick, List<String>>> sorted = new TreeMap<>();
        grouped.entrySet().forEach(group -> sorted.put(group.getValue().getFirst(), group));
        Map<List<String>, Pick> protocols = new LinkedHashMap<>();
        sorted.values().forEach(group -> protocols.put(List.copyOf(group.getValue()), group.getKey()));
        return Pick.byProtocol(protocols, otherwise);
    }

    private Pick bySourceType(Branch branch, Seen seen) {
        Pick any = next(branch, ANY_SOURCE, seen);
        Pick local = branch.next().containsKey(SAME_IP_OR_LOOPBACK) ? next(branch, SAME_IP_OR_LOOPBACK, seen) : any;
        Pick external = branch.next().containsKey(EXTERNAL) ? next(branch, EXTERNAL, seen) : any;
        SortedMap<String, Pick> exact = new TreeMap<>();
        exact.put("local", local);
        return Pick.byText(Pick.Input.SOURCE_TYPE, exact, external);
    }
}
