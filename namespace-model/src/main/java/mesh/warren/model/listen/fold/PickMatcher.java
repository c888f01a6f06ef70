package mesh.warren.model.listen.fold;

import com.github.xds.type.matcher.v3.IPMatcher;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate;
import com.github.xds.type.matcher.v3.Matcher.MatcherTree;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import com.github.xds.type.matcher.v3.StringMatcher;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.ApplicationProtocolInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationIPInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DirectSourceIPInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.ServerNameInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.SourceIPInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.SourcePortInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.SourceTypeInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.TransportProtocolInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.listen.DoorFrame;
import mesh.warren.model.listen.Inputs;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/** From a pick to Envoy's matcher, for one pod. */
final class PickMatcher {

    private final Function<ResourceKey, ResourceName> names;
    private final Iterable<IpAddress> own;

    /**
     * @param names the physical name of each chain
     * @param own   addresses of the pod
     */
    PickMatcher(Function<ResourceKey, ResourceName> names, Iterable<IpAddress> own) {
        this.names = names;
        this.own = own;
    }

    /** The whole of a door's matcher. */
    Matcher matcher(Pick pick) {
        OnMatch on = on(pick);
        return on.hasMatcher() ? on.getMatcher() : Matcher.newBuilder().setOnNoMatch(on).build();
    }

    private OnMatch on(Pick pick) {
        return switch (pick) {
            case Pick.Chain chain -> action(names.apply(chain.key()).value());
            case Pick.Nobody nobody -> action(DoorFrame.NOBODY);
            case Pick.ByText by -> byText(by);
            case Pick.ByAddress by -> byAddress(by);
            case Pick.BySuffix by -> bySuffix(by);
            case Pick.ByProtocol by -> matcher(ProtocolOrder.list(by.protocols(), input(Pick.Input.APPLICATION_PROTOCOL), this::on), by.otherwise());
            case Pick.Own by -> own(by);
            case Pick.Foreign by -> OnMatch.newBuilder()
                    .setMatcher(TenantMatcher.total(by.matcher(),
                            name -> by.chains().containsKey(name) ? on(new Pick.Chain(by.chains().get(name))) : on(Pick.NOBODY),
                            on(by.otherwise())))
                    .build();
        };
    }

    private OnMatch byText(Pick.ByText by) {
        MatcherTree.MatchMap.Builder map = MatcherTree.MatchMap.newBuilder();
        by.exact().forEach((key, pick) -> map.putMap(key, on(pick)));
        return matcher(Matcher.newBuilder()
                .setMatcherTree(MatcherTree.newBuilder().setInput(input(by.input())).setExactMatchMap(map)), by.otherwise());
    }

    private OnMatch byAddress(Pick.ByAddress by) {
        return ranges(by.input(), by.ranges(), by.otherwise());
    }

    /** Ranges with one answer are one entry. */
    private OnMatch ranges(Pick.Input input, SortedMap<Cidr, Pick> ranges, Pick otherwise) {
        Map<OnMatch, List<Cidr>> groups = new LinkedHashMap<>();
        ranges.forEach((range, pick) -> groups.computeIfAbsent(on(pick), p -> new ArrayList<>()).add(range));
        IPMatcher.Builder matcher = IPMatcher.newBuilder();
        groups.forEach((on, cidrs) -> {
            IPMatcher.IPRangeMatcher.Builder range = matcher.addRangeMatchersBuilder().setOnMatch(on);
            cidrs.forEach(cidr -> range.addRanges(Inputs.cidr(cidr)));
        });
        return matcher(Matcher.newBuilder()
                .setMatcherTree(MatcherTree.newBuilder().setInput(input(input)).setCustomMatch(Inputs.of("ip", matcher.build()))), otherwise);
    }

    private OnMatch own(Pick.Own by) {
        TreeSet<Cidr> ranges = new TreeSet<>(List.of(Cidr.LOOPBACK_IPV4, Cidr.LOOPBACK_IPV6));
        own.forEach(address -> ranges.add(Cidr.of(address)));
        IPMatcher.IPRangeMatcher.Builder range = IPMatcher.IPRangeMatcher.newBuilder().setOnMatch(on(by.own()));
        ranges.forEach(cidr -> range.addRanges(Inputs.cidr(cidr)));
        return matcher(Matcher.newBuilder().setMatcherTree(MatcherTree.newBuilder()
                .setInput(input(Pick.Input.DESTINATION_IP))
                .setCustomMatch(Inputs.of("ip", IPMatcher.newBuilder().addRangeMatchers(range).build()))), by.otherwise());
    }

    private OnMatch bySuffix(Pick.BySuffix by) {
        MatcherList.Builder list = MatcherList.newBuilder();
        by.suffixes().forEach((suffix, pick) -> list.addMatchersBuilder()
                .setPredicate(Predicate.newBuilder().setSinglePredicate(Predicate.SinglePredicate.newBuilder()
                        .setInput(input(Pick.Input.SERVER_NAME))
                        .setValueMatch(StringMatcher.newBuilder().setSuffix(suffix))))
                .setOnMatch(on(pick)));
        return matcher(Matcher.newBuilder().setMatcherList(list), by.otherwise());
    }

    private OnMatch matcher(Matcher.Builder matcher, Pick otherwise) {
        return OnMatch.newBuilder().setMatcher(matcher.setOnNoMatch(on(otherwise))).build();
    }

    private static OnMatch action(String chain) {
        return OnMatch.newBuilder().setAction(Inputs.of("chain", StringValue.of(chain))).build();
    }

    private static com.github.xds.core.v3.TypedExtensionConfig input(Pick.Input input) {
        Message config = switch (input) {
            case DESTINATION_PORT -> DestinationPortInput.getDefaultInstance();
            case DESTINATION_IP -> DestinationIPInput.getDefaultInstance();
            case SERVER_NAME -> ServerNameInput.getDefaultInstance();
            case TRANSPORT_PROTOCOL -> TransportProtocolInput.getDefaultInstance();
            case APPLICATION_PROTOCOL -> ApplicationProtocolInput.getDefaultInstance();
            case DIRECT_SOURCE_IP -> DirectSourceIPInput.getDefaultInstance();
            case SOURCE_TYPE -> SourceTypeInput.getDefaultInstance();
            case SOURCE_IP -> SourceIPInput.getDefaultInstance();
            case SOURCE_PORT -> SourcePortInput.getDefaultInstance();
        };
        return Inputs.of(input.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), config);
    }
}
