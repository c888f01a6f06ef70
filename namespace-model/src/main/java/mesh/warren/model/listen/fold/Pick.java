package mesh.warren.model.listen.fold;

import com.github.xds.type.matcher.v3.Matcher;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.xds.ResourceKey;

/**
 * How a door picks a chain. Total: each pick ends in a chain or in {@link Nobody}, never in "no match", because Envoy's matcher
 * goes on with the next candidate after a nested one that does not match, and its filter chain matching does not.
 */
sealed interface Pick {

    /** This chain. */
    record Chain(ResourceKey key) implements Pick {}

    /** No chain: the connection is closed. */
    record Nobody() implements Pick {}

    /** By one text of the connection. */
    record ByText(Input input, SortedMap<String, Pick> exact, Pick otherwise) implements Pick {}

    /** By the longest range that holds an address. */
    record ByAddress(Input input, SortedMap<Cidr, Pick> ranges, Pick otherwise) implements Pick {}

    /** By the longest of these suffixes of the server name; they are in the order in which they are asked. */
    record BySuffix(SortedMap<String, Pick> suffixes, Pick otherwise) implements Pick {}

    /** By the first of the client's application protocols that is in one of the lists. */
    record ByProtocol(Map<List<String>, Pick> protocols, Pick otherwise) implements Pick {}

    /** Whether the destination is an address of the pod itself, which is known when its door is made. */
    record Own(Pick own, Pick otherwise) implements Pick {}

    /** By a matcher that the control plane wrote, total by {@code otherwise}. */
    record Foreign(Matcher matcher, Map<String, ResourceKey> chains, Pick otherwise) implements Pick {}

    /** What is asked of a connection: the matching inputs of Envoy. */
    enum Input { DESTINATION_PORT, DESTINATION_IP, SERVER_NAME, TRANSPORT_PROTOCOL, APPLICATION_PROTOCOL, DIRECT_SOURCE_IP, SOURCE_TYPE, SOURCE_IP, SOURCE_PORT }

    Pick NOBODY = new Nobody();

    /** Whether both are known to pick the same; two that are built alike need not be. */
    static boolean same(Pick one, Pick other) {
        return one == other || (one instanceof Chain || one instanceof Nobody) && one.equals(other);
    }

    /** The same choice without answers that do not matter. */
    static Pick byText(Input input, SortedMap<String, Pick> exact, Pick otherwise) {
        exact.values().removeIf(pick -> same(pick, otherwise));
        return exact.isEmpty() ? otherwise : new ByText(input, exact, otherwise);
    }

    /** The same choice without the question when no answer matters; one answer can matter because of another. */
    static Pick byAddress(Input input, SortedMap<Cidr, Pick> ranges, Pick otherwise) {
        return allSame(ranges.values(), otherwise) ? otherwise : new ByAddress(input, ranges, otherwise);
    }

    /** As {@link #byAddress}. */
    static Pick bySuffix(SortedMap<String, Pick> suffixes, Pick otherwise) {
        return allSame(suffixes.values(), otherwise) ? otherwise : new BySuffix(suffixes, otherwise);
    }

    /** As {@link #byAddress}. */
    static Pick byProtocol(Map<List<String>, Pick> protocols, Pick otherwise) {
        return allSame(protocols.values(), otherwise) ? otherwise : new ByProtocol(protocols, otherwise);
    }

    private static boolean allSame(Collection<Pick> picks, Pick otherwise) {
        return picks.stream().allMatch(pick -> same(pick, otherwise));
    }
}
