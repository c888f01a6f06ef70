package mesh.warren.model.symbolic;

import com.google.protobuf.ByteString;
import java.util.SortedSet;
import java.util.function.Function;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * The canonical bytes of a resource in which each name of a resource (its own, and each that it refers to) is a slot.
 * Two of them are equal exactly when their {@link #canonical()} bytes are.
 */
public interface SymbolicBytes {

    /**
     * The bytes with the virtual Envoy's own names in the slots. The same content gives the same bytes for every virtual
     * Envoy: this is what share classes compare.
     */
    ByteString canonical();

    /** All that it refers to, itself excluded. */
    SortedSet<ResourceKey> references();

    /**
     * The bytes for the shared Envoy.
     *
     * @param physical the physical name of each key of {@link #references()} and of the resource itself; never null
     */
    ByteString resolve(Function<ResourceKey, ResourceName> physical);
}
