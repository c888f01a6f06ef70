package mesh.warren.model.listen.fold;

import static mesh.warren.model.listen.fold.Rewritten.chain;
import static mesh.warren.model.listen.fold.Rewritten.filter;
import static mesh.warren.model.listen.fold.Rewritten.listener;
import static mesh.warren.model.listen.fold.Rewritten.port;
import static mesh.warren.model.listen.fold.Rewritten.reached;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.listener.local_ratelimit.v3.LocalRateLimit;
import java.util.List;
import java.util.stream.IntStream;
import mesh.warren.model.listen.DoorSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listeners that become part of no door, by name, field and remedy; the others still do. */
@Tag("pure")
class FoldRefusalsTest {

    private static void refused(String text, Listener.Builder bad) {
        Folded folded = Folding.fold(Rewritten.of(Istiod.virtualOutbound(), bad), DoorSettings.DEFAULT);
        assertEquals(List.of(text), folded.refusals().stream().map(FoldRefusal::toString).toList());
        assertTrue(folded.doors().chains().stream().anyMatch(key -> key.name().value().startsWith("virtualOutbound/")));
    }

    private static Listener.Builder with(FilterChainMatch.Builder match) {
        return reached("bad", "0.0.0.0", 80).addFilterChains(chain("c", match));
    }

    @Test
    void twoChainsThatMatchTheSame() {
        refused("listener bad: filter_chains[1].filter_chain_match: matches connections that filter_chains[0] matches too: tell the two apart",
                with(port(80).addServerNames("a.com").addServerNames("b.com")).addFilterChains(chain("d", port(80).addServerNames("b.com"))));
    }

    @Test
    void aWildcardInTheMiddleOfAServerName() {
        refused("listener bad: filter_chains[0].filter_chain_match.server_names: 'a.*.com': use a whole name, or a wildcard for its first labels: *.example.com",
                with(FilterChainMatch.newBuilder().addServerNames("a.*.com")));
    }

    @Test
    void aRangeThatIsNone() {
        refused("listener bad: filter_chains[0].filter_chain_match.prefix_ranges: 'somewhere/0': use an IP address and a prefix length that its family has",
                with(FilterChainMatch.newBuilder().addPrefixRanges(CidrRange.newBuilder().setAddressPrefix("somewhere"))));
    }

    @Test
    void theRangeOfAllAddressesBesideNone() {
        refused("listener bad: filter_chains[1].filter_chain_match.prefix_ranges: '0.0.0.0/0': leave the range of all addresses out, as filter_chains[0] does",
                with(FilterChainMatch.newBuilder().setTransportProtocol("tls"))
                        .addFilterChains(chain("d", FilterChainMatch.newBuilder().addPrefixRanges(CidrRange.newBuilder().setAddressPrefix("0.0.0.0")))));
    }

    @Test
    void anAddressThatAnotherListenerHas() {
        refused("listener w: address: '0.0.0.0:15001': use another address: listener virtualOutbound has this one",
                listener("w", "0.0.0.0", 15001).addFilterChains(chain("c")));
    }

    @Test
    void aBoundListenerOnADoorsPortThatIsBlindToOriginalDestinations() {
        refused("listener bad: address: '127.0.0.1:15006': use another port: capture leads to a door there, which needs use_original_dst or the "
                + "listener filter original_dst", listener("bad", "127.0.0.1", 15006).addFilterChains(chain("c")));
    }

    @Test
    void noChains() {
        refused("listener bad: filter_chains: give the listener a filter chain, or a default one", reached("bad", "0.0.0.0", 80));
    }

    @Test
    void aListenerFilterThatADoorCannotRunForOneListenerOnly() {
        refused("listener bad: listener_filters: 'LocalRateLimit': put the filter on the listener that accepts: of one reached by original "
                + "destination only inspectors are kept",
                with(port(80)).addListenerFilters(filter(LocalRateLimit.newBuilder().setStatPrefix("x").build())));
    }

    @Test
    void moreCombinationsThanADoorCanHold() {
        FilterChainMatch.Builder match = FilterChainMatch.newBuilder();
        IntStream.range(0, 1000).forEach(i -> match.addServerNames("n" + i + ".com").addSourcePorts(i + 1));
        refused("listener bad: filter_chains: '1001001 combinations': use fewer combinations of matches: at most 50000",
                with(match.setTransportProtocol("tls")).addListenerFilters(filter(
                        io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector.getDefaultInstance())));
    }
}
