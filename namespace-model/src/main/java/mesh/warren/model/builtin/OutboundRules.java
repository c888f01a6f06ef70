package mesh.warren.model.builtin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.listen.AddressRule;

/**
 * Which chain answers for which Service. The rules are part of every door and cost it about 0.5 KB an address and 1.1 KB a
 * port (design section 4), so inside the service ranges a port is a rule, not an address: a port on which most Services
 * speak HTTP goes to the HTTP chain, all others to dispatch, and only the Services that differ from their port's majority
 * are named by address.
 */
final class OutboundRules {

    private final BuiltinNames names;
    private final SortedSet<Cidr> ranges;

    OutboundRules(BuiltinNames names, SortedSet<Cidr> ranges) {
        this.names = names;
        this.ranges = ranges;
    }

    /** The rules, in an order that depends on nothing but the ports. */
    List<AddressRule> of(Collection<DialledPort> ports) {
        SortedMap<Integer, String> byPort = new TreeMap<>();
        majorities(ports).forEach((port, balance) -> {
            if (balance > 0) {
                byPort.put(port, names.http());
            }
        });
        List<AddressRule> rules = new ArrayList<>();
        if (!ranges.isEmpty()) {
            rules.add(new AddressRule(ranges, byPort, Optional.of(names.dispatch())));
        }
        // An address that is one range's exception asks that range about its other ports; one outside of all has no other.
        addGrouped(rules, exceptions(ports, byPort), Optional.empty());
        addGrouped(rules, outside(ports), Optional.of(names.dispatch()));
        return List.copyOf(rules);
    }

    /** For each port, how many more Services speak HTTP on it than do not. */
    private Map<Integer, Integer> majorities(Collection<DialledPort> ports) {
        Map<Integer, Integer> balance = new HashMap<>();
        ports.stream().filter(p -> inside(p.address())).forEach(p -> balance.merge(p.port().port(), p.http() ? 1 : -1, Integer::sum));
        return balance;
    }

    private SortedMap<IpAddress, SortedMap<Integer, String>> exceptions(Collection<DialledPort> ports, Map<Integer, String> byPort) {
        SortedMap<IpAddress, SortedMap<Integer, String>> exceptions = new TreeMap<>();
        for (DialledPort port : ports) {
            if (inside(port.address()) && port.http() != byPort.containsKey(port.port().port())) {
                exceptions.computeIfAbsent(port.address(), a -> new TreeMap<>()).put(port.port().port(), chain(port));
            }
        }
        return exceptions;
    }

    private SortedMap<IpAddress, SortedMap<Integer, String>> outside(Collection<DialledPort> ports) {
        SortedMap<IpAddress, SortedMap<Integer, String>> outside = new TreeMap<>();
        for (DialledPort port : ports) {
            if (!inside(port.address())) {
                SortedMap<Integer, String> http = outside.computeIfAbsent(port.address(), a -> new TreeMap<>());
                if (port.http()) {
                    http.put(port.port().port(), chain(port));
                }
            }
        }
        return outside;
    }

    /** Addresses that say the same become one rule. */
    private static void addGrouped(
            List<AddressRule> rules, SortedMap<IpAddress, SortedMap<Integer, String>> addresses, Optional<String> otherwise) {
        Map<SortedMap<Integer, String>, SortedSet<Cidr>> groups = new LinkedHashMap<>();
        addresses.forEach((address, byPort) -> groups.computeIfAbsent(byPort, p -> new TreeSet<>()).add(Cidr.of(address)));
        groups.forEach((byPort, ranges) -> rules.add(new AddressRule(ranges, byPort, otherwise)));
    }

    private String chain(DialledPort port) {
        return port.http() ? names.http() : names.dispatch();
    }

    private boolean inside(IpAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
