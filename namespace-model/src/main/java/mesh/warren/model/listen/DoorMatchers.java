package mesh.warren.model.listen;

import com.github.xds.type.matcher.v3.IPMatcher;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate;
import com.github.xds.type.matcher.v3.Matcher.MatcherTree;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import com.github.xds.type.matcher.v3.StringMatcher;
import com.google.protobuf.StringValue;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.ApplicationProtocolInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationIPInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import mesh.warren.model.address.Cidr;

/**
 * The {@code filter_chain_matcher} of doors.
 *
 * <p>A door's own address as original destination names no chain: the connection is closed. Were it passed on, Envoy would
 * dial the door, which would dial itself, without end (design section 3, "self-redirect").
 */
public final class DoorMatchers {

    private DoorMatchers() {}

    /**
     * For an outbound door.
     *
     * @param pod       whose own addresses are guarded
     * @param rules     destinations that are not simply passed on
     * @param elsewhere the chain of all other destinations
     */
    public static Matcher outbound(PodNetwork pod, DoorSettings settings, List<AddressRule> rules, String elsewhere) {
        IPMatcher.Builder ranges = IPMatcher.newBuilder();
        SortedSet<Cidr> own = new TreeSet<>(List.of(Cidr.LOOPBACK_IPV4, Cidr.LOOPBACK_IPV6));
        pod.addresses().forEach(address -> own.add(Cidr.of(address)));
        ranges.addRangeMatchers(range(own, onMatch(notToADoor(settings, elsewhere)), false));
        for (AddressRule rule : rules) {
            ranges.addRangeMatchers(range(rule.ranges(), byPort(rule.byPort(), rule.otherwise()), false));
        }
        // Exclusive: not asked when a longer prefix was there but named no chain. That is what closes a connection to a door.
        SortedSet<Cidr> all = new TreeSet<>(List.of(Cidr.ALL_IPV4, Cidr.ALL_IPV6));
        ranges.addRangeMatchers(range(all, chain(elsewhere), true));
        return Matcher.newBuilder()
                .setMatcherTree(MatcherTree.newBuilder()
                        .setInput(Inputs.of("destination-ip", DestinationIPInput.getDefaultInstance()))
                        .setCustomMatch(Inputs.of("ip", ranges.build())))
                .build();
    }

    /**
     * For an inbound door: everything to one chain. The destination is always the pod itself, so the doors' ports are refused
     * whatever the address.
     */
    public static Matcher inbound(DoorSettings settings, String chain) {
        return notToADoor(settings, chain);
    }

    /**
     * For an inbound door that ends TLS which is marked as meant for it; other TLS is the application's.
     *
     * @param marker the only application protocol (ALPN) that such a client offers
     * @param tls    the chain that ends it
     * @param plain  the chain of all else; empty to close that
     */
    public static Matcher inboundTls(DoorSettings settings, String marker, String tls, Optional<String> plain) {
        MatcherTree.MatchMap.Builder marked = MatcherTree.MatchMap.newBuilder()
                .putMap("'" + marker + "'", onMatch(notToADoor(settings, tls)));
        Matcher.Builder matcher = Matcher.newBuilder().setMatcherTree(MatcherTree.newBuilder()
                .setInput(Inputs.of("application-protocol", ApplicationProtocolInput.getDefaultInstance()))
                .setExactMatchMap(marked));
        plain.ifPresent(chain -> matcher.setOnNoMatch(onMatch(notToADoor(settings, chain))));
        return matcher.build();
    }

    private static Matcher notToADoor(DoorSettings settings, String chain) {
        Predicate.PredicateList.Builder doors = Predicate.PredicateList.newBuilder();
        settings.ports().forEach(port -> doors.addPredicate(Predicate.newBuilder()
                .setSinglePredicate(Predicate.SinglePredicate.newBuilder()
                        .setInput(Inputs.of("destination-port", DestinationPortInput.getDefaultInstance()))
                        .setValueMatch(StringMatcher.newBuilder().setExact(Integer.toString(port))))));
        return Matcher.newBuilder()
                .setMatcherList(MatcherList.newBuilder().addMatchers(MatcherList.FieldMatcher.newBuilder()
                        .setPredicate(Predicate.newBuilder().setNotMatcher(Predicate.newBuilder().setOrMatcher(doors)))
                        .setOnMatch(chain(chain))))
                .build();
    }

    private static OnMatch byPort(SortedMap<Integer, String> ports, Optional<String> otherwise) {
        if (ports.isEmpty()) {
            return chain(otherwise.orElseThrow());
        }
        MatcherTree.MatchMap.Builder map = MatcherTree.MatchMap.newBuilder();
        ports.forEach((port, chain) -> map.putMap(Integer.toString(port), chain(chain)));
        Matcher.Builder matcher = Matcher.newBuilder()
                .setMatcherTree(MatcherTree.newBuilder()
                        .setInput(Inputs.of("destination-port", DestinationPortInput.getDefaultInstance()))
                        .setExactMatchMap(map));
        otherwise.ifPresent(chain -> matcher.setOnNoMatch(chain(chain)));
        return onMatch(matcher.build());
    }

    private static IPMatcher.IPRangeMatcher range(SortedSet<Cidr> ranges, OnMatch onMatch, boolean exclusive) {
        IPMatcher.IPRangeMatcher.Builder range =
                IPMatcher.IPRangeMatcher.newBuilder().setOnMatch(onMatch).setExclusive(exclusive);
        ranges.forEach(cidr -> range.addRanges(Inputs.cidr(cidr)));
        return range.build();
    }

    private static OnMatch onMatch(Matcher matcher) {
        return OnMatch.newBuilder().setMatcher(matcher).build();
    }

    private static OnMatch chain(String name) {
        return OnMatch.newBuilder().setAction(Inputs.of("chain", StringValue.of(name))).build();
    }
}
