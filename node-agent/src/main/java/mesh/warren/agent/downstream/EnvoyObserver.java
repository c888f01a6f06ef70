package mesh.warren.agent.downstream;

import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.Version;

/** Hears what Envoys do, on the server's event loop: return at once, never block, never throw. */
public interface EnvoyObserver {

    EnvoyObserver NONE = new EnvoyObserver() {};

    /** The first request of a new stream came. */
    default void connected(StreamId stream) {}

    /** Envoy acknowledged this version. */
    default void acked(StreamId stream, ResourceKey key, Version version) {}

    /** Envoy acknowledged that it is gone. A listener's connections may still be draining ({@code --drain-time-s}). */
    default void removed(StreamId stream, ResourceKey key) {}

    /** Envoy refused; it keeps its last good state. Only {@link Nack#isFinal final} ones are about the named resource. */
    default void refused(Nack nack) {}

    default void disconnected(StreamId stream) {}
}
