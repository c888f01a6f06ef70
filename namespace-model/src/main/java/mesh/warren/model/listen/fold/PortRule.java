package mesh.warren.model.listen.fold;

import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate.MatchSet;
import io.envoyproxy.envoy.type.v3.Int32Range;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** {@code filter_disabled}: for which destination ports a listener filter does not run. */
final class PortRule {

    private PortRule() {}

    /** Whether the predicate holds for this port. */
    static boolean holds(ListenerFilterChainMatchPredicate rule, int port) {
        return switch (rule.getRuleCase()) {
            case OR_MATCH -> rule.getOrMatch().getRulesList().stream().anyMatch(one -> holds(one, port));
            case AND_MATCH -> rule.getAndMatch().getRulesList().stream().allMatch(one -> holds(one, port));
            case NOT_MATCH -> !holds(rule.getNotMatch(), port);
            case ANY_MATCH -> rule.getAnyMatch();
            case DESTINATION_PORT_RANGE ->
                    port >= rule.getDestinationPortRange().getStart() && port < rule.getDestinationPortRange().getEnd();
            case RULE_NOT_SET -> false;
        };
    }

    /** One of these ports; not empty. */
    static ListenerFilterChainMatchPredicate oneOf(SortedSet<Integer> ports) {
        List<ListenerFilterChainMatchPredicate> ranges = new ArrayList<>();
        int start = ports.first();
        int end = start;
        for (int port : ports) {
            if (port > end) {
                ranges.add(range(start, end));
                start = port;
            }
            end = port + 1;
        }
        ranges.add(range(start, end));
        return ranges.size() == 1 ? ranges.getFirst()
                : ListenerFilterChainMatchPredicate.newBuilder().setOrMatch(MatchSet.newBuilder().addAllRules(ranges)).build();
    }

    static ListenerFilterChainMatchPredicate not(ListenerFilterChainMatchPredicate rule) {
        return ListenerFilterChainMatchPredicate.newBuilder().setNotMatch(rule).build();
    }

    static ListenerFilterChainMatchPredicate both(ListenerFilterChainMatchPredicate one, ListenerFilterChainMatchPredicate other) {
        return ListenerFilterChainMatchPredicate.newBuilder().setAndMatch(MatchSet.newBuilder().addRules(one).addRules(other)).build();
    }

    private static ListenerFilterChainMatchPredicate range(int start, int end) {
        return ListenerFilterChainMatchPredicate.newBuilder()
                .setDestinationPortRange(Int32Range.newBuilder().setStart(start).setEnd(end))
                .build();
    }
}
