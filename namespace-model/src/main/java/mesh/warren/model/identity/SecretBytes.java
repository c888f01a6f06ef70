package mesh.warren.model.identity;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import mesh.warren.model.symbolic.SymbolicBytes;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * A secret that the agent made. Its name is its only slot; a message with the name and another with the rest are one message
 * with both (protobuf, "Last one wins"). Says nothing of its content when printed.
 */
final class SecretBytes implements SymbolicBytes {

    private static final SortedSet<ResourceKey> NONE = Collections.unmodifiableSortedSet(new TreeSet<>());

    private final ResourceKey self;
    private final ByteString nameless;

    /** @param nameless a serialised Secret without a name */
    SecretBytes(ResourceKey self, ByteString nameless) {
        this.self = self;
        this.nameless = nameless;
    }

    @Override
    public ByteString canonical() {
        return named(self.name());
    }

    @Override
    public SortedSet<ResourceKey> references() {
        return NONE;
    }

    @Override
    public ByteString resolve(Function<ResourceKey, ResourceName> physical) {
        return named(physical.apply(self));
    }

    private ByteString named(ResourceName name) {
        return Packed.bytes(Secret.newBuilder().setName(name.value()).build()).concat(nameless);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes secret && self.equals(secret.self) && nameless.equals(secret.nameless);
    }

    @Override
    public int hashCode() {
        return nameless.hashCode();
    }

    @Override
    public String toString() {
        return self + ", " + nameless.size() + " bytes, not shown";
    }
}
