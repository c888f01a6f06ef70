package mesh.warren.model.snapshot;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.stream.Stream;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** Resources of these tests: the content is words, one of them for each reference ({@code TYPE/name}). */
final class Resources {

    private Resources() {}

    static PhysicalResource resource(ResourceType type, String name, String content, ResourceKey... references) {
        StringBuilder text = new StringBuilder(content);
        Stream.of(references).forEach(key -> text.append(' ').append(key.type()).append('/').append(key.name()));
        return PhysicalResource.of(ResourceKey.of(type, name), ByteString.copyFromUtf8(text.toString()));
    }

    static List<ResourceKey> references(PhysicalResource resource) {
        return Stream.of(resource.content().toStringUtf8().split(" ")).skip(1)
                .map(word -> word.split("/", 2))
                .map(parts -> ResourceKey.of(ResourceType.valueOf(parts[0]), parts[1]))
                .toList();
    }
}
