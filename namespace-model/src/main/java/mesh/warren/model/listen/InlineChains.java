package mesh.warren.model.listen;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.Collection;
import mesh.warren.model.xds.ResourceKey;

/** Puts chains into doors. The door's matcher names them as it names shared ones. */
public final class InlineChains {

    private InlineChains() {}

    /**
     * Adds those of these chains that are served.
     *
     * @param inline in an order that stays the same; none of them twice
     */
    public static void into(Listener.Builder door, Collection<ResourceKey> inline, PhysicalChains chains) {
        inline.forEach(key -> chains.content(key).ifPresent(content -> {
            try {
                door.addFilterChains(FilterChain.parseFrom(content));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(key + " is no filter chain", e);
            }
        }));
    }
}
