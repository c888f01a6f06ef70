package mesh.warren.agent.downstream;

import java.util.Map;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/** Hears what Envoys do, on the server's event loop: return at once, never block, never throw. */
public interface EnvoyObserver {

    EnvoyObserver NONE = new EnvoyObserver() {};

    /** The first request of a new stream came. */
    default void connected(StreamId stream) {}

    /**
     * The first request of a type on a stream came.
     *
     * @param had what Envoy has of it from before ({@code initial_resource_versions}); empty for a new Envoy. One that has
     *            something sends the first requests of all types at once
     */
    default void reported(StreamId stream, ResourceType type, Map<ResourceKey, Version> had) {}

    /** Envoy acknowledged this version. */
    default void acked(StreamId stream, ResourceKey key, Version version) {}

    /** Envoy acknowledged that it is gone. A listener's connections may still be draining ({@code --drain-time-s}). */
    default void removed(StreamId stream, ResourceKey key) {}

    /** Envoy refused; it keeps its last good state. Only {@link Nack#isFinal final} ones are about the named resource. */
    default void refused(Nack nack) {}

    default void disconnected(StreamId stream) {}
}
