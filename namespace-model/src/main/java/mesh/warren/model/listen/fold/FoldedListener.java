package mesh.warren.model.listen.fold;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.symbolic.SymbolicResource;

/**
 * A listener whose chains have become resources.
 *
 * @param from    what it was
 * @param filters its listener filters
 * @param tree    by what its chains are told apart; null when it has a matcher of its own, or the default chain only
 * @param foreign its own matcher as a pick; null without
 * @param otherwise its default chain
 * @param chains  all of them
 */
record FoldedListener(
        VirtualListener from, ListenerFilters filters, MatchNode tree, Pick foreign, Pick otherwise, List<SymbolicResource> chains) {

    String name() {
        return from.name();
    }

    /** What it reads of connections to this port. */
    Inspection reads(Seen seen) {
        return Inspection.of(filters, seen.port());
    }

    /** What it reads of connections to this port when it is the one that accepts them. */
    Inspection accepts(Seen seen) {
        return Inspection.of(filters.accepting(from.head()), seen.port());
    }

    /**
     * The pick of its connections.
     *
     * @param wants what it would read by itself, or with the listener that handed the connection over
     * @param has   what is read in the door
     */
    Pick pick(Seen seen, Inspection wants, Inspection has) {
        if (tree == null) {
            return foreign == null ? otherwise : foreign;
        }
        MatchPicks picks = new MatchPicks(otherwise);
        if (wants.equals(has)) {
            return picks.of(tree, seen.inspected(wants.tls(), wants.http()));
        }
        Pick plain = picks.of(tree, seen.inspected(wants.tls(), wants.http()).secure(false));
        if (!has.tls()) {
            return plain;
        }
        Pick secure = wants.tls()
                ? picks.of(tree, seen.inspected(true, wants.http()).secure(true))
                : picks.of(tree, seen.inspected(false, false));
        SortedMap<String, Pick> exact = new TreeMap<>();
        exact.put(Seen.TLS, secure);
        return Pick.byText(Pick.Input.TRANSPORT_PROTOCOL, exact, plain);
    }
}
