package mesh.warren.model.listen.fold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.model.listen.fold.MatchNode.ChainKeys;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;

/** One listener after the other: cuts out its chains and reads how it chooses between them. */
final class ListenerFolder {

    private final ChainCutter cutter = new ChainCutter();

    FoldedListener fold(VirtualListener listener) throws FoldException {
        ListenerFilters filters = ListenerFilters.of(listener.head());
        if (listener.chains().isEmpty() && listener.defaultChain().isEmpty()) {
            throw new FoldException("filter_chains", "", "give the listener a filter chain, or a default one");
        }
        Map<String, Integer> names = new HashMap<>();
        listener.chains().forEach(chain -> names.merge(chain.name(), 1, Integer::sum));
        listener.defaultChain().ifPresent(chain -> names.merge(chain.name(), 1, Integer::sum));
        boolean matcher = listener.head().hasFilterChainMatcher();
        Map<String, ResourceKey> byName = new HashMap<>();
        List<SymbolicResource> chains = new ArrayList<>();
        List<ChainKeys> matches = new ArrayList<>();
        for (VirtualChain chain : listener.chains()) {
            List<List<String>> keys = matcher ? List.of() : keys(chain);
            ResourceKey key = cutter.key(listener, chain, false, names.get(chain.name()) == 1);
            named(matcher, byName, chain, key);
            chains.add(cutter.cut(listener, chain, key));
            matches.add(new ChainKeys(chain.path(), key, keys));
        }
        Pick otherwise = Pick.NOBODY;
        if (listener.defaultChain().isPresent()) {
            VirtualChain chain = listener.defaultChain().get();
            ResourceKey key = cutter.key(listener, chain, true, names.get(chain.name()) == 1);
            chains.add(cutter.cut(listener, chain, key));
            otherwise = new Pick.Chain(key);
        }
        MatchNode tree = matcher || matches.isEmpty() ? null : MatchNode.of(matches);
        Pick foreign = matcher ? TenantMatcher.of(listener.head().getFilterChainMatcher(), byName, otherwise) : null;
        return new FoldedListener(listener, filters, tree, foreign, otherwise, List.copyOf(chains));
    }

    private static void named(boolean matcher, Map<String, ResourceKey> byName, VirtualChain chain, ResourceKey key) throws FoldException {
        if (matcher && chain.name().isEmpty()) {
            throw new FoldException(chain.path() + ".name", "", "name each chain of a listener that has a filter_chain_matcher");
        }
        if (byName.put(chain.name(), key) != null && matcher) {
            throw new FoldException(chain.path() + ".name", chain.name(), "give each chain a name of its own");
        }
    }

    private static List<List<String>> keys(VirtualChain chain) throws FoldException {
        String path = chain.path() + ".filter_chain_match";
        if (!chain.match().getAddressSuffix().isEmpty() || chain.match().hasSuffixLen()) {
            throw new FoldException(path + ".address_suffix", chain.match().getAddressSuffix(), "leave it out: Envoy does not implement it");
        }
        try {
            List<List<String>> keys = new ArrayList<>();
            for (Level level : Level.values()) {
                keys.add(level.keys(chain.match()));
            }
            return keys;
        } catch (FoldException e) {
            throw e.in(path);
        }
    }
}
