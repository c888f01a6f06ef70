package mesh.warren.model.listen;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import mesh.warren.model.address.Cidr;

/**
 * Which chain answers for some destinations. Of several rules whose ranges hold an address, the longest prefix decides;
 * when it says nothing about the port, the next longest is asked.
 *
 * @param ranges    the destinations; not empty
 * @param byPort    destination port to the name of a chain
 * @param otherwise the chain of every other port; empty to ask the next rule
 */
public record AddressRule(SortedSet<Cidr> ranges, SortedMap<Integer, String> byPort, Optional<String> otherwise) {

    public AddressRule {
        ranges = Collections.unmodifiableSortedSet(new TreeSet<>(ranges));
        byPort = Collections.unmodifiableSortedMap(new TreeMap<>(byPort));
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("address rule: no ranges");
        }
        if (byPort.isEmpty() && otherwise.isEmpty()) {
            throw new IllegalArgumentException("address rule for " + ranges + ": names no chain");
        }
    }

    /** The same rule with other names of chains. */
    public AddressRule renamed(UnaryOperator<String> names) {
        SortedMap<Integer, String> renamed = new TreeMap<>(byPort);
        renamed.replaceAll((port, chain) -> names.apply(chain));
        return new AddressRule(ranges, renamed, otherwise.map(names));
    }
}
