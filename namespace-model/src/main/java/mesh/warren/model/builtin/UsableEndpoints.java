package mesh.warren.model.builtin;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.builtin.EndpointSlice.Endpoint;

/**
 * Which endpoints a connection may go to, as kube-proxy chooses them (its {@code CategorizeEndpoints}): the ready ones; when
 * there are none, those that terminate but still serve; with {@code internalTrafficPolicy: Local} the same among those of
 * this node only. Topology hints are not read.
 */
final class UsableEndpoints {

    private UsableEndpoints() {}

    /** Where one endpoint listens. Sorted, so that the order of slices changes nothing. */
    record Target(IpAddress address, int port) implements Comparable<Target> {
        @Override
        public int compareTo(Target other) {
            int byAddress = address.compareTo(other.address);
            return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
        }
    }

    private record Candidate(Target target, Endpoint endpoint) {}

    static SortedSet<Target> of(Service service, ServicePort port, boolean ipv6, Collection<EndpointSlice> slices, String node) {
        List<Candidate> candidates = slices.stream()
                .flatMap(slice -> slice.ports().stream()
                        .filter(p -> p.transport() == Transport.TCP && p.name().equals(port.name()))
                        .flatMap(p -> slice.endpoints().stream()
                                .map(e -> new Candidate(new Target(e.address(), p.port()), e))))
                .filter(c -> c.target().address().isIpv6() == ipv6)
                .filter(c -> !service.internalLocal() || c.endpoint().node().filter(node::equals).isPresent())
                .toList();
        if (service.publishNotReady()) {
            return targets(candidates, e -> true);
        }
        SortedSet<Target> ready = targets(candidates, Endpoint::ready);
        return ready.isEmpty() ? targets(candidates, e -> e.serving() && e.terminating()) : ready;
    }

    /** Those of the slices' endpoints that are pods of the mesh, usable or not. */
    static Set<Target> among(Collection<EndpointSlice> slices, MeshEndpoints mesh) {
        Set<Target> found = new HashSet<>();
        slices.forEach(slice -> slice.ports().forEach(port -> slice.endpoints().stream()
                .filter(endpoint -> mesh.ends(endpoint.address(), port.port()))
                .forEach(endpoint -> found.add(new Target(endpoint.address(), port.port())))));
        return found;
    }

    private static SortedSet<Target> targets(List<Candidate> candidates, Predicate<Endpoint> usable) {
        SortedSet<Target> targets = new TreeSet<>();
        candidates.stream().filter(c -> usable.test(c.endpoint())).map(Candidate::target).forEach(targets::add);
        return targets;
    }
}
