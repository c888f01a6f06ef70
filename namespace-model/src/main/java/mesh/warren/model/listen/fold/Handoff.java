package mesh.warren.model.listen.fold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.address.IpAddress;

/**
 * Which listener a connection with a given original destination is handed to: the one at exactly that address, then the one at
 * that port of all addresses of the family, then none. Bound or not makes no difference, as in Envoy.
 */
final class Handoff {

    private static final IpAddress ANY_IPV4 = Cidr.ALL_IPV4.base();
    private static final IpAddress ANY_IPV6 = Cidr.ALL_IPV6.base();

    /** The listeners of one port, by address. */
    private final SortedMap<Integer, SortedMap<IpAddress, FoldedListener>> byPort = new TreeMap<>();

    /** Adds a listener. @throws FoldException when another has one of its addresses; then none of them is added */
    void add(FoldedListener listener) throws FoldException {
        Map<VirtualListener.Endpoint, String> paths = new HashMap<>();
        for (VirtualListener.Endpoint endpoint : listener.from().addresses()) {
            FoldedListener other = at(endpoint.port()).get(endpoint.address());
            if (other != null || paths.put(endpoint, "") != null) {
                throw new FoldException("address", endpoint.address().withPort(endpoint.port()),
                        "use another address: " + (other == null ? "it is there twice" : "listener " + other.name() + " has this one"));
            }
        }
        listener.from().addresses().forEach(endpoint ->
                byPort.computeIfAbsent(endpoint.port(), p -> new TreeMap<>()).put(endpoint.address(), listener));
    }

    /** After all are added: {@code ::} with {@code ipv4_compat} is also {@code 0.0.0.0}, unless another has that. */
    void complete() {
        byPort.values().forEach(listeners -> {
            FoldedListener six = listeners.get(ANY_IPV6);
            boolean both = six != null && six.from().addresses().stream()
                    .anyMatch(endpoint -> endpoint.both() && endpoint.address().equals(ANY_IPV6) && listeners.get(ANY_IPV6) == six);
            if (both) {
                listeners.putIfAbsent(ANY_IPV4, six);
            }
        });
    }

    /** Ports that some listener has. */
    SortedSet<Integer> ports() {
        return new TreeSet<>(byPort.keySet());
    }

    /** The listeners that connections to this port can be handed to. */
    List<FoldedListener> behind(int port) {
        return new ArrayList<>(new java.util.LinkedHashSet<>(at(port).values()));
    }

    /** Those at one address only. */
    SortedMap<IpAddress, FoldedListener> exact(int port) {
        SortedMap<IpAddress, FoldedListener> exact = new TreeMap<>(at(port));
        exact.remove(ANY_IPV4);
        exact.remove(ANY_IPV6);
        return exact;
    }

    /** Who takes what no exact address does; {@code self} when there is no listener for all addresses. */
    FoldedListener any(int port, boolean ipv6, FoldedListener self) {
        return at(port).getOrDefault(ipv6 ? ANY_IPV6 : ANY_IPV4, self);
    }

    private SortedMap<IpAddress, FoldedListener> at(int port) {
        return byPort.getOrDefault(port, new TreeMap<>());
    }
}
