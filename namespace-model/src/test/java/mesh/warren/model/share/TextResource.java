package mesh.warren.model.share;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import mesh.warren.model.symbolic.Scope;
import mesh.warren.model.symbolic.SymbolicBytes;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/** A resource whose bytes are text that tests can read back: {@code virtual name|payload|TYPE name, TYPE name}. */
record TextResource(String self, String payload, SortedSet<ResourceKey> references) implements SymbolicBytes {

    static SymbolicResource resource(ResourceKey key, Scope scope, String payload, ResourceKey... references) {
        return new SymbolicResource(key, scope,
                new TextResource(key.name().value(), payload, new TreeSet<>(List.of(references))));
    }

    static ResourceKey endpoints(String name) {
        return ResourceKey.of(ResourceType.ENDPOINTS, name);
    }

    static ResourceKey cluster(String name) {
        return ResourceKey.of(ResourceType.CLUSTER, name);
    }

    static ResourceKey routes(String name) {
        return ResourceKey.of(ResourceType.ROUTES, name);
    }

    static ResourceKey chain(String name) {
        return ResourceKey.of(ResourceType.CHAIN, name);
    }

    static ResourceKey door(String name) {
        return ResourceKey.of(ResourceType.LISTENER, name);
    }

    @Override
    public ByteString canonical() {
        return resolve(ResourceKey::name);
    }

    @Override
    public ByteString resolve(Function<ResourceKey, ResourceName> physical) {
        String all = references.stream().map(r -> r.type() + " " + physical.apply(r)).collect(Collectors.joining(","));
        return ByteString.copyFromUtf8(self + "|" + payload + "|" + all);
    }

    /** What a physical resource says of itself: the virtual name, the payload, and what it refers to. */
    record Physical(String virtual, String payload, List<ResourceKey> references) {

        static Physical of(PhysicalResource resource) {
            String[] parts = resource.content().toStringUtf8().split("\\|", -1);
            List<ResourceKey> references = parts[2].isEmpty() ? List.of() : List.of(parts[2].split(",")).stream()
                    .map(r -> ResourceKey.of(ResourceType.valueOf(r.substring(0, r.indexOf(' '))), r.substring(r.indexOf(' ') + 1)))
                    .toList();
            return new Physical(parts[0], parts[1], references);
        }
    }
}
