package mesh.warren.model.corpus;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every message of the Envoy API, from the committed descriptors. */
public final class EnvoyDescriptors {

    private static final EnvoyDescriptors ALL = new EnvoyDescriptors();

    private final Map<String, Descriptor> messages = new LinkedHashMap<>();
    private final TypeRegistry registry;

    private EnvoyDescriptors() {
        try (var in = EnvoyDescriptors.class.getResourceAsStream("/mesh/warren/envoy/envoy-1.40.0.binpb")) {
            var unlinked = new HashMap<String, FileDescriptorProto>();
            FileDescriptorSet.parseFrom(in).getFileList().forEach(file -> unlinked.put(file.getName(), file));
            var linked = new HashMap<String, FileDescriptor>();
            for (var name : unlinked.keySet()) {
                link(name, unlinked, linked).getMessageTypes().forEach(this::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        registry = TypeRegistry.newBuilder().add(messages.values()).build();
    }

    private static FileDescriptor link(String name, Map<String, FileDescriptorProto> unlinked, Map<String, FileDescriptor> linked) {
        var known = linked.get(name);
        if (known != null) {
            return known;
        }
        var proto = unlinked.get(name);
        var imports = proto.getDependencyList().stream().map(each -> link(each, unlinked, linked)).toArray(FileDescriptor[]::new);
        try {
            var file = FileDescriptor.buildFrom(proto, imports);
            linked.put(name, file);
            return file;
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private void add(Descriptor message) {
        messages.put(message.getFullName(), message);
        message.getNestedTypes().forEach(this::add);
    }

    /** The message of this full name; null for none. */
    public static Descriptor message(String fullName) {
        return ALL.messages.get(fullName);
    }

    /** All messages. */
    public static Collection<Descriptor> messages() {
        return ALL.messages.values();
    }

    /** All messages, for JSON with {@code Any} in it. */
    public static TypeRegistry registry() {
        return ALL.registry;
    }
}
