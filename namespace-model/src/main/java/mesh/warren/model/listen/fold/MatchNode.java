package mesh.warren.model.listen.fold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.xds.ResourceKey;

/**
 * A listener's {@code FilterChainMatch}es as Envoy keeps them: nested maps, one level for each criterion, without a way back.
 * Keys that lead to the same chains share one node.
 */
sealed interface MatchNode {

    /** The chain of what got here. */
    record Leaf(ResourceKey chain) implements MatchNode {}

    /** What comes next, by key of this level. */
    record Branch(Level level, SortedMap<String, MatchNode> next) implements MatchNode {}

    /**
     * The tree of these chains.
     *
     * @throws FoldException when two of them match the same connections, or when they are too many
     */
    static MatchNode of(List<ChainKeys> chains) throws FoldException {
        return new Builder().node(0, chains);
    }

    /**
     * The keys of one chain, by level. Each is itself only.
     *
     * @param path where it stands in its listener
     */
    record ChainKeys(String path, ResourceKey chain, List<List<String>> keys) {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** Remembers the node of each set of chains at each level. */
    final class Builder {

        private static final int MOST = 20_000;

        private final List<Map<List<ChainKeys>, MatchNode>> known = new ArrayList<>();
        private int size;

        private Builder() {
            for (int i = 0; i <= Level.values().length; i++) {
                known.add(new HashMap<>());
            }
        }

        private MatchNode node(int depth, List<ChainKeys> chains) throws FoldException {
            MatchNode before = known.get(depth).get(chains);
            if (before != null) {
                return before;
            }
            MatchNode node = depth == Level.values().length ? leaf(chains) : branch(depth, chains);
            known.get(depth).put(chains, node);
            return node;
        }

        private static MatchNode leaf(List<ChainKeys> chains) throws FoldException {
            if (chains.size() > 1) {
                ChainKeys second = chains.get(1);
                throw new FoldException(second.path() + ".filter_chain_match", "",
                        "matches connections that " + chains.getFirst().path() + " matches too: tell the two apart");
            }
            return new Leaf(chains.getFirst().chain());
        }

        private MatchNode branch(int depth, List<ChainKeys> chains) throws FoldException {
            Level level = Level.values()[depth];
            SortedMap<String, List<ChainKeys>> groups = new TreeMap<>();
            for (ChainKeys chain : chains) {
                for (String key : chain.keys().get(depth)) {
                    groups.computeIfAbsent(key, k -> new ArrayList<>()).add(chain);
                }
            }
            size += groups.size();
            if (size > MOST) {
                throw new FoldException("filter_chains", chains.size() + " chains", "use fewer, or wider, matches");
            }
            unambiguous(level, groups);
            SortedMap<String, MatchNode> next = new TreeMap<>();
            for (Map.Entry<String, List<ChainKeys>> group : groups.entrySet()) {
                next.put(group.getKey(), node(depth + 1, group.getValue()));
            }
            return new Branch(level, next);
        }

        /** For Envoy no range and the range of all addresses are two keys with one prefix; which of the two it takes is left open. */
        private static void unambiguous(Level level, SortedMap<String, List<ChainKeys>> groups) throws FoldException {
            boolean byRange = level == Level.DESTINATION_IP || level == Level.DIRECT_SOURCE_IP || level == Level.SOURCE_IP;
            for (String all : List.of("0.0.0.0/0", "::/0")) {
                if (byRange && groups.containsKey(Level.ANY) && groups.containsKey(all)) {
                    throw new FoldException(groups.get(all).getFirst().path() + ".filter_chain_match." + level.field(), all,
                            "leave the range of all addresses out, as " + groups.get(Level.ANY).getFirst().path() + " does");
                }
            }
        }
    }
}
