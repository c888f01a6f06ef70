package mesh.warren.model.listen.fold;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import java.util.List;
import mesh.warren.model.listen.Door;

/**
 * What a door keeps of the listener that it is made of (docs/listeners.md says what of each field).
 *
 * @param bufferBytes soft limit of what is buffered for one connection, in each direction
 * @param filters     listener filters behind the stamp
 * @param kept        fields that are taken over as they are
 * @param keepClient  the application sees the client's address
 */
record DoorTraits(int bufferBytes, List<ListenerFilter> filters, ByteString kept, boolean keepClient) {

    DoorTraits {
        filters = List.copyOf(filters);
    }

    /** Of a door that no listener is behind. */
    static DoorTraits none(int bufferBytes) {
        return new DoorTraits(bufferBytes, List.of(), ByteString.EMPTY, false);
    }

    void apply(Listener.Builder listener) {
        try {
            listener.mergeFrom(kept);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("was parsed before", e);
        }
        listener.addAllListenerFilters(filters);
        if (keepClient) {
            listener.addListenerFilters(Door.keepsClientAddress());
        }
    }
}
