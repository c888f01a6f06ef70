package mesh.warren.model.listen.fold;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.warren.model.address.Cidr;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.listen.fold.MatchNode.Branch;

/** The choice of one door: first the listener, then its chain. */
final class DoorPick {

    private static final Seen NOTHING = new Seen(OptionalInt.empty(), Optional.empty(), false, false, Optional.empty());

    private final FoldedListener self;
    private final Handoff handoff;
    private final SortedMap<Integer, Inspection> read = new TreeMap<>();
    private final SortedSet<Integer> mixed = new TreeSet<>();

    /**
     * @param self    the listener that accepts
     * @param handoff where it hands connections to, when it does
     */
    DoorPick(FoldedListener self, Handoff handoff) {
        this.self = self;
        this.handoff = handoff;
    }

    /** By destination port, with an answer for all other ports. */
    Pick byPort(SortedSet<Integer> guarded, boolean outbound) {
        SortedSet<Integer> ports = new TreeSet<>(guarded);
        ports.addAll(ownPorts());
        if (self.from().handsOff()) {
            ports.addAll(handoff.ports());
        }
        SortedMap<String, Pick> exact = new TreeMap<>();
        for (int port : ports) {
            Pick pick = self.from().handsOff() ? handedOff(port) : own(NOTHING.at(port));
            if (guarded.contains(port)) {
                pick = outbound ? new Pick.Own(Pick.NOBODY, pick) : Pick.NOBODY;
            }
            exact.put(Integer.toString(port), pick);
        }
        return Pick.byText(Pick.Input.DESTINATION_PORT, exact, own(NOTHING));
    }

    /** Of a door that does not ask for original destinations: all connections are to where it is bound. */
    Pick bound() {
        List<VirtualListener.Endpoint> addresses = self.from().addresses();
        if (addresses.stream().map(VirtualListener.Endpoint::port).distinct().count() > 1) {
            return byPort(new TreeSet<>(), true);
        }
        Seen seen = NOTHING.at(self.from().port());
        boolean one = addresses.size() == 1 && !addresses.getFirst().wildcard();
        return own(one ? seen.to(addresses.getFirst().address()) : seen);
    }

    /** What the door reads, by port for which listeners differ. */
    SortedMap<Integer, Inspection> read() {
        return read;
    }

    /** Ports at which connections of one listener are read because another's have to be. */
    SortedSet<Integer> mixed() {
        return mixed;
    }

    /** All listeners behind the door. */
    Collection<FoldedListener> listeners() {
        Set<FoldedListener> all = new LinkedHashSet<>(List.of(self));
        if (self.from().handsOff()) {
            handoff.ports().forEach(port -> all.addAll(handoff.behind(port)));
        }
        return all;
    }

    private Pick own(Seen seen) {
        Inspection reads = self.accepts(seen);
        return self.pick(seen, reads, reads);
    }

    private Pick handedOff(int port) {
        Seen seen = NOTHING.at(port);
        FoldedListener four = handoff.any(port, false, self);
        FoldedListener six = handoff.any(port, true, self);
        Inspection has = runs(four, seen).and(runs(six, seen));
        for (FoldedListener listener : handoff.behind(port)) {
            has = has.and(runs(listener, seen));
        }
        if (!has.equals(Inspection.NONE)) {
            read.put(port, has);
        }
        SortedMap<Cidr, Pick> ranges = new TreeMap<>();
        for (var exact : handoff.exact(port).entrySet()) {
            IpAddress address = exact.getKey();
            ranges.put(Cidr.of(address), to(exact.getValue(), seen.to(address), has));
            mix(exact.getValue(), seen, has);
        }
        // A control plane of one family leaves the other to the accepting listener at each port: not worth a note.
        if (four != self || six == self) {
            mix(four, seen, has);
        }
        if (six != self) {
            mix(six, seen, has);
        }
        Pick otherwise = to(four, seen, has);
        if (six != four) {
            ranges.put(Cidr.ALL_IPV6, to(six, seen, has));
        }
        return Pick.byAddress(Pick.Input.DESTINATION_IP, ranges, otherwise);
    }

    private Pick to(FoldedListener listener, Seen seen, Inspection has) {
        return listener.pick(seen, runs(listener, seen), has);
    }

    /** What a sidecar would read of connections that end up with this listener: those that are handed over pass both. */
    private Inspection runs(FoldedListener listener, Seen seen) {
        return listener == self ? self.accepts(seen) : self.accepts(seen).and(listener.reads(seen));
    }

    private void mix(FoldedListener listener, Seen seen, Inspection has) {
        if (!runs(listener, seen).equals(has)) {
            mixed.add(seen.port().getAsInt());
        }
    }

    private SortedSet<Integer> ownPorts() {
        SortedSet<Integer> ports = new TreeSet<>();
        if (self.tree() instanceof Branch branch) {
            branch.next().keySet().stream().filter(key -> !key.equals(Level.ANY)).map(Integer::valueOf).forEach(ports::add);
        }
        return ports;
    }
}
