package mesh.warren.model.listen.fold;

import com.github.xds.type.matcher.v3.IPMatcher;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import com.github.xds.type.matcher.v3.ServerNameMatcher;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import java.util.Map;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceKey;

/**
 * A {@code filter_chain_matcher} that a control plane wrote. It can stand inside a door's when all that it leads to are names of
 * the listener's own chains; a name of no chain closes the connection, as in Envoy.
 */
final class TenantMatcher {

    /** What becomes of the name of a chain. */
    interface Action {
        OnMatch of(String name);
    }

    private TenantMatcher() {}

    /** @throws FoldException when it holds something in which names cannot be found */
    static Pick of(Matcher matcher, Map<String, ResourceKey> chains, Pick otherwise) throws FoldException {
        rename(matcher, "filter_chain_matcher", name -> OnMatch.getDefaultInstance());
        return new Pick.Foreign(matcher, Map.copyOf(chains), otherwise);
    }

    /** The matcher with other actions, and one for what it does not match. */
    static Matcher total(Matcher matcher, Action actions, OnMatch otherwise) {
        try {
            return end(rename(matcher, "", actions), otherwise);
        } catch (FoldException e) {
            throw new IllegalStateException("was looked through before", e);
        }
    }

    /** Where a search ends without a match: after the last matcher that is asked when nothing else matched. */
    private static Matcher end(Matcher matcher, OnMatch otherwise) {
        OnMatch last = matcher.getOnNoMatch();
        if (last.hasAction()) {
            return matcher;
        }
        OnMatch next = last.hasMatcher() ? last.toBuilder().setMatcher(end(last.getMatcher(), otherwise)).build() : otherwise;
        return matcher.toBuilder().setOnNoMatch(next).build();
    }

    private static Matcher rename(Matcher matcher, String path, Action actions) throws FoldException {
        Matcher.Builder renamed = matcher.toBuilder();
        for (int i = 0; i < matcher.getMatcherList().getMatchersCount(); i++) {
            MatcherList.FieldMatcher.Builder field = renamed.getMatcherListBuilder().getMatchersBuilder(i);
            field.setOnMatch(rename(field.getOnMatch(), path + ".matcher_list.matchers[" + i + "].on_match", actions));
        }
        if (matcher.hasMatcherTree()) {
            tree(renamed.getMatcherTreeBuilder(), path + ".matcher_tree", actions);
        }
        if (matcher.hasOnNoMatch()) {
            renamed.setOnNoMatch(rename(matcher.getOnNoMatch(), path + ".on_no_match", actions));
        }
        return renamed.build();
    }

    private static void tree(Matcher.MatcherTree.Builder tree, String path, Action actions) throws FoldException {
        if (tree.hasExactMatchMap()) {
            tree.setExactMatchMap(map(tree.getExactMatchMap(), path + ".exact_match_map", actions));
        } else if (tree.hasPrefixMatchMap()) {
            tree.setPrefixMatchMap(map(tree.getPrefixMatchMap(), path + ".prefix_match_map", actions));
        } else {
            String custom = path + ".custom_match.typed_config";
            tree.getCustomMatchBuilder().setTypedConfig(custom(tree.getCustomMatch().getTypedConfig(), custom, actions));
        }
    }

    private static Matcher.MatcherTree.MatchMap map(Matcher.MatcherTree.MatchMap map, String path, Action actions) throws FoldException {
        Matcher.MatcherTree.MatchMap.Builder renamed = Matcher.MatcherTree.MatchMap.newBuilder();
        for (Map.Entry<String, OnMatch> entry : map.getMapMap().entrySet()) {
            renamed.putMap(entry.getKey(), rename(entry.getValue(), path + ".map{" + entry.getKey() + "}", actions));
        }
        return renamed.build();
    }

    private static Any custom(Any config, String path, Action actions) throws FoldException {
        try {
            if (config.is(IPMatcher.class)) {
                IPMatcher.Builder ranges = config.unpack(IPMatcher.class).toBuilder();
                for (IPMatcher.IPRangeMatcher.Builder range : ranges.getRangeMatchersBuilderList()) {
                    range.setOnMatch(rename(range.getOnMatch(), path + ".range_matchers.on_match", actions));
                }
                return Packed.any(ranges.build());
            }
            if (config.is(ServerNameMatcher.class)) {
                ServerNameMatcher.Builder names = config.unpack(ServerNameMatcher.class).toBuilder();
                for (ServerNameMatcher.DomainMatcher.Builder domain : names.getDomainMatchersBuilderList()) {
                    domain.setOnMatch(rename(domain.getOnMatch(), path + ".domain_matchers.on_match", actions));
                }
                return Packed.any(names.build());
            }
        } catch (InvalidProtocolBufferException e) {
            throw new FoldException(path, config.getTypeUrl(), "send a well-formed message");
        }
        throw new FoldException(path, config.getTypeUrl(), "use an IPMatcher or a ServerNameMatcher, or filter_chain_match instead");
    }

    private static OnMatch rename(OnMatch onMatch, String path, Action actions) throws FoldException {
        if (onMatch.getKeepMatching()) {
            throw new FoldException(path + ".keep_matching", "true", "leave it out");
        }
        if (onMatch.hasMatcher()) {
            return onMatch.toBuilder().setMatcher(rename(onMatch.getMatcher(), path + ".matcher", actions)).build();
        }
        Any action = onMatch.getAction().getTypedConfig();
        if (!action.is(StringValue.class)) {
            throw new FoldException(path + ".action", action.getTypeUrl(), "use the name of a filter chain, in a google.protobuf.StringValue");
        }
        try {
            return actions.of(action.unpack(StringValue.class).getValue());
        } catch (InvalidProtocolBufferException e) {
            throw new FoldException(path + ".action", action.getTypeUrl(), "send a well-formed message");
        }
    }
}
