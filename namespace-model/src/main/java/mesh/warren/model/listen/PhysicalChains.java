package mesh.warren.model.listen;

import com.google.protobuf.ByteString;
import java.util.Optional;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/** What the chains of one pod are in the shared Envoy. */
@FunctionalInterface
public interface PhysicalChains {

    /** The physical name of a chain. */
    ResourceName name(ResourceKey chain);

    /**
     * The physical bytes of a chain that stands in the door itself; empty for one that is not served: the door closes its
     * connections then.
     */
    default Optional<ByteString> content(ResourceKey chain) {
        return Optional.empty();
    }
}
