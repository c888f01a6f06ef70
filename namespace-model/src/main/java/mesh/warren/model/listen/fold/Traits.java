package mesh.warren.model.listen.fold;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.xds.Packed;

/** Decides what a door keeps of its listeners, and notes what it cannot. */
final class Traits {

    private final DoorSettings settings;
    private final Notes notes;

    Traits(DoorSettings settings, Notes notes) {
        this.settings = settings;
        this.notes = notes;
    }

    DoorTraits of(FoldedListener self, DoorPick pick, boolean mayKeepClient) {
        Collection<FoldedListener> all = pick.listeners();
        Listener head = self.from().head();
        Listener.Builder kept = Listener.newBuilder();
        if (head.hasTcpBacklogSize()) {
            kept.setTcpBacklogSize(head.getTcpBacklogSize());
        }
        if (head.hasTcpFastOpenQueueLength()) {
            kept.setTcpFastOpenQueueLength(head.getTcpFastOpenQueueLength());
        }
        if (head.hasTcpKeepalive()) {
            kept.setTcpKeepalive(head.getTcpKeepalive());
        }
        if (head.hasPerConnectionBufferHighWatermarkTimeout()) {
            kept.setPerConnectionBufferHighWatermarkTimeout(head.getPerConnectionBufferHighWatermarkTimeout());
        }
        if (head.hasMetadata()) {
            kept.setMetadata(head.getMetadata());
        }
        kept.addAllSocketOptions(head.getSocketOptionsList());
        new Timeouts(notes).of(kept, all, !pick.mixed().isEmpty());
        all.stream().filter(listener -> listener != self).forEach(this::lost);
        return new DoorTraits(bufferBytes(self), filters(self, all, pick), accessLog(self).concat(Packed.bytes(kept.build())),
                mayKeepClient && head.getTransparent().getValue() && self.filters().keepClient());
    }

    private int bufferBytes(FoldedListener listener) {
        Listener head = listener.from().head();
        int asked = head.hasPerConnectionBufferLimitBytes() ? head.getPerConnectionBufferLimitBytes().getValue() : 0;
        return asked > 0 && asked < settings.bufferBytes() ? asked : settings.bufferBytes();
    }

    private ByteString accessLog(FoldedListener listener) {
        if (!listener.from().accessLog().references().isEmpty()) {
            notes.add("access_log that calls a cluster is left out of the door", listener.name());
            return ByteString.EMPTY;
        }
        return listener.from().accessLog().canonical();
    }

    private List<ListenerFilter> filters(FoldedListener self, Collection<FoldedListener> all, DoorPick pick) {
        List<ListenerFilters> filters = all.stream().map(FoldedListener::filters).toList();
        ListenerFilters own = self.filters().accepting(self.from().head());
        List<ListenerFilter> kept = new ArrayList<>(own.others());
        Inspection.door(ListenerFilters::tls, own, filters, pick.read(), Inspection::tls).ifPresent(kept::add);
        Inspection.door(ListenerFilters::http, own, filters, pick.read(), Inspection::http).ifPresent(kept::add);
        if (Inspection.distinct(filters, ListenerFilters::tls).size() > 1 || Inspection.distinct(filters, ListenerFilters::http).size() > 1) {
            notes.add("inspectors differ between listeners: the door takes one configuration for all", self.name());
        }
        if (!pick.mixed().isEmpty()) {
            notes.add("a listener without inspectors shares ports " + pick.mixed()
                    + " with one that has them: a client that waits for the server's first bytes waits for listener_filters_timeout", self.name());
        }
        return kept;
    }

    /** What is lost of a listener that connections are handed to. */
    private void lost(FoldedListener listener) {
        Listener head = listener.from().head();
        if (head.hasMetadata()) {
            notes.add("metadata of a listener reached by original destination is left out", listener.name());
        }
        if (!listener.filters().others().isEmpty()) {
            notes.add("listener filters besides inspectors do not run when it is reached by original destination", listener.name());
        }
        if (listener.from().accessLog().size() > 0) {
            notes.add("access_log of a listener reached by original destination is left out", listener.name());
        }
        if (head.hasPerConnectionBufferLimitBytes() && head.getPerConnectionBufferLimitBytes().getValue() < settings.bufferBytes()) {
            notes.add("per_connection_buffer_limit_bytes is the door's, " + settings.bufferBytes(), listener.name());
        }
    }
}
