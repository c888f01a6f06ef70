package mesh.warren.model.listen.fold;

import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is read of a connection before a chain is picked.
 *
 * @param tls  its TLS client hello
 * @param http its first line, when it is not TLS
 */
record Inspection(boolean tls, boolean http) {

    static final Inspection NONE = new Inspection(false, false);

    /** What a listener with these filters reads of connections to this port, or, without one, of some connections. */
    static Inspection of(ListenerFilters filters, OptionalInt port) {
        return new Inspection(runs(filters.tls(), port), runs(filters.http(), port));
    }

    private static boolean runs(Optional<ListenerFilter> inspector, OptionalInt port) {
        return inspector.isPresent() && (port.isEmpty() || !PortRule.holds(inspector.get().getFilterDisabled(), port.getAsInt()));
    }

    Inspection and(Inspection other) {
        return new Inspection(tls || other.tls, http || other.http);
    }

    /**
     * The inspector of a door, off where no listener behind it reads anything.
     *
     * @param which  the inspector of a listener
     * @param own    of the listener that accepts
     * @param others of those that connections are handed to
     * @param at     by port that something was decided for, what is read there
     * @param on     whether it is this inspector that reads
     */
    static Optional<ListenerFilter> door(Function<ListenerFilters, Optional<ListenerFilter>> which, ListenerFilters own,
            Collection<ListenerFilters> others, SortedMap<Integer, Inspection> at, Predicate<Inspection> on) {
        SortedSet<Integer> ports = new TreeSet<>();
        at.forEach((port, inspection) -> {
            if (on.test(inspection)) {
                ports.add(port);
            }
        });
        Optional<ListenerFilter> first = which.apply(own);
        if (first.isPresent()) {
            ListenerFilterChainMatchPredicate rule = first.get().getFilterDisabled();
            return ports.isEmpty() || !first.get().hasFilterDisabled() ? first
                    : first.map(filter -> disabled(filter, PortRule.both(rule, PortRule.not(PortRule.oneOf(ports)))));
        }
        return ports.isEmpty() ? Optional.empty() : others.stream().map(which).flatMap(Optional::stream).findFirst()
                .map(filter -> disabled(filter, PortRule.not(PortRule.oneOf(ports))));
    }

    private static ListenerFilter disabled(ListenerFilter filter, ListenerFilterChainMatchPredicate rule) {
        return filter.toBuilder().setFilterDisabled(rule).build();
    }

    /** What differs between listeners with these filters is listed; the door takes the first's. */
    static List<ListenerFilter> distinct(Collection<ListenerFilters> filters, Function<ListenerFilters, Optional<ListenerFilter>> which) {
        return filters.stream().map(which).flatMap(Optional::stream)
                .map(filter -> filter.toBuilder().clearFilterDisabled().clearName().build()).distinct().toList();
    }
}
