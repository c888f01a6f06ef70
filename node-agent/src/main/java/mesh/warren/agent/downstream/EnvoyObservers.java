package mesh.warren.agent.downstream;

import java.util.Map;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * Two observers in place of one.
 *
 * @param first  hears everything before {@code second}
 * @param second the other
 */
public record EnvoyObservers(EnvoyObserver first, EnvoyObserver second) implements EnvoyObserver {

    @Override
    public void connected(StreamId stream) {
        first.connected(stream);
        second.connected(stream);
    }

    @Override
    public void reported(StreamId stream, ResourceType type, Map<ResourceKey, Version> had) {
        first.reported(stream, type, had);
        second.reported(stream, type, had);
    }

    @Override
    public void acked(StreamId stream, ResourceKey key, Version version) {
        first.acked(stream, key, version);
        second.acked(stream, key, version);
    }

    @Override
    public void removed(StreamId stream, ResourceKey key) {
        first.removed(stream, key);
        second.removed(stream, key);
    }

    @Override
    public void refused(Nack nack) {
        first.refused(nack);
        second.refused(nack);
    }

    @Override
    public void disconnected(StreamId stream) {
        first.disconnected(stream);
        second.disconnected(stream);
    }
}
