package mesh.warren.model.symbolic;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * Bytes without slots: the resource, and all that it refers to, keep the names that they have. For the built-in virtual
 * Envoy, whose names already carry their domain and in part are computed by Envoy at run time (dispatch), so that no one
 * may change them.
 *
 * @param self       the resource's own key
 * @param canonical  its bytes
 * @param references all that it refers to by name; what dispatch may reach is not among them
 */
public record LiteralBytes(ResourceKey self, ByteString canonical, SortedSet<ResourceKey> references) implements SymbolicBytes {

    public LiteralBytes {
        references = Collections.unmodifiableSortedSet(new TreeSet<>(references));
    }

    /**
     * The bytes as they are.
     *
     * @throws IllegalStateException when a name was changed: the bytes would refer to something that does not exist
     */
    @Override
    public ByteString resolve(Function<ResourceKey, ResourceName> physical) {
        requireUnchanged(self, physical);
        references.forEach(key -> requireUnchanged(key, physical));
        return canonical;
    }

    private static void requireUnchanged(ResourceKey key, Function<ResourceKey, ResourceName> physical) {
        ResourceName name = physical.apply(key);
        if (!key.name().equals(name)) {
            throw new IllegalStateException(key + ": its name is literal, and was changed to '" + name + "'");
        }
    }
}
