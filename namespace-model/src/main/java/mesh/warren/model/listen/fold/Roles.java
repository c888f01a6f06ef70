package mesh.warren.model.listen.fold;

import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.warren.model.listen.DoorSettings;

/**
 * Which listeners are behind the doors that capture leads to. Only one that is bound and sees original destinations can be; its
 * port says which, when it is that of a door, else its traffic direction. Of several the one on the door's own port, then the
 * first by name.
 *
 * @param others bound listeners that are doors of their own
 */
record Roles(Optional<FoldedListener> outbound, Optional<FoldedListener> inbound, List<FoldedListener> others) {

    /** @param listeners by name */
    static Roles of(List<FoldedListener> listeners, DoorSettings settings) {
        List<FoldedListener> bound = listeners.stream().filter(listener -> listener.from().binds()).toList();
        Optional<FoldedListener> outbound = find(bound, settings.outboundPort(), TrafficDirection.OUTBOUND, settings.inboundPort());
        Optional<FoldedListener> inbound = find(bound, settings.inboundPort(), TrafficDirection.INBOUND, settings.outboundPort());
        List<FoldedListener> others = new ArrayList<>(bound);
        outbound.ifPresent(others::remove);
        inbound.ifPresent(others::remove);
        return new Roles(outbound, inbound, List.copyOf(others));
    }

    private static Optional<FoldedListener> find(List<FoldedListener> bound, int port, TrafficDirection direction, int otherPort) {
        List<FoldedListener> fit = bound.stream().filter(listener -> listener.from().restores()).toList();
        Optional<FoldedListener> byPort = fit.stream().filter(listener -> at(listener, port)).findFirst();
        return byPort.or(() -> fit.stream()
                .filter(listener -> listener.from().head().getTrafficDirection() == direction && !at(listener, otherPort))
                .findFirst());
    }

    private static boolean at(FoldedListener listener, int port) {
        return listener.from().addresses().stream().anyMatch(endpoint -> endpoint.port() == port);
    }
}
