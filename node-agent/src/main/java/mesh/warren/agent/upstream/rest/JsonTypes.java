package mesh.warren.agent.upstream.rest;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TypeRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Every message of Envoy's API by name, which JSON needs. Read when the first REST server is asked: it takes a second, and the
 * agent's heap some 30 MiB more.
 */
final class JsonTypes {

    private static final String DESCRIPTORS = "/mesh/warren/envoy/envoy-1.40.0.binpb";

    private final Map<String, FileDescriptor> linked = new HashMap<>();
    private final Map<String, Descriptor> messages = new HashMap<>();
    private final TypeRegistry registry;

    private JsonTypes(FileDescriptorSet set) {
        Map<String, FileDescriptorProto> files = new HashMap<>();
        set.getFileList().forEach(file -> files.put(file.getName(), file));
        files.values().forEach(file -> link(file, files));
        registry = TypeRegistry.newBuilder().add(messages.values()).build();
    }

    private static final class Loaded {
        static final JsonTypes TYPES = read();

        private static JsonTypes read() {
            try (var in = JsonTypes.class.getResourceAsStream(DESCRIPTORS)) {
                return new JsonTypes(FileDescriptorSet.parseFrom(in));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Read once. */
    static JsonTypes loaded() {
        return Loaded.TYPES;
    }

    TypeRegistry registry() {
        return registry;
    }

    private FileDescriptor link(FileDescriptorProto file, Map<String, FileDescriptorProto> files) {
        FileDescriptor known = linked.get(file.getName());
        if (known != null) {
            return known;
        }
        FileDescriptor[] imports = file.getDependencyList().stream()
                .map(name -> link(files.get(name), files)).toArray(FileDescriptor[]::new);
        try {
            FileDescriptor built = FileDescriptor.buildFrom(file, imports, true);
            linked.put(file.getName(), built);
            built.getMessageTypes().forEach(this::add);
            return built;
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the descriptors of Envoy's API do not fit together: " + e.getMessage(), e);
        }
    }

    private void add(Descriptor message) {
        messages.put(message.getFullName(), message);
        message.getNestedTypes().forEach(this::add);
    }
}
