package mesh.warren.cli.rewrite;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TypeRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Every message of the Envoy in use, from the descriptors that its binary carries: for JSON, which needs names. */
public final class EnvoyTypes {

    private static final String DESCRIPTORS = "/mesh/warren/envoy/envoy-1.40.0.binpb";

    private final Map<String, FileDescriptor> files = new HashMap<>();
    private final Map<String, Descriptor> messages = new HashMap<>();

    private EnvoyTypes(Map<String, FileDescriptorProto> protos) {
        protos.values().forEach(proto -> link(proto, protos));
    }

    /** Reads them from the class path: about a second. */
    public static EnvoyTypes load() {
        try (var in = EnvoyTypes.class.getResourceAsStream(DESCRIPTORS)) {
            Map<String, FileDescriptorProto> protos = new HashMap<>();
            FileDescriptorSet.parseFrom(in).getFileList().forEach(file -> protos.put(file.getName(), file));
            return new EnvoyTypes(protos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileDescriptor link(FileDescriptorProto proto, Map<String, FileDescriptorProto> protos) {
        FileDescriptor known = files.get(proto.getName());
        if (known != null) {
            return known;
        }
        FileDescriptor[] imports = proto.getDependencyList().stream()
                .map(name -> link(protos.get(name), protos)).toArray(FileDescriptor[]::new);
        FileDescriptor file = build(proto, imports);
        files.put(proto.getName(), file);
        file.getMessageTypes().forEach(this::add);
        return file;
    }

    private static FileDescriptor build(FileDescriptorProto proto, FileDescriptor[] imports) {
        try {
            return FileDescriptor.buildFrom(proto, imports, true);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the descriptors of Envoy's API do not fit together: " + e.getMessage(), e);
        }
    }

    private void add(Descriptor message) {
        messages.put(message.getFullName(), message);
        message.getNestedTypes().forEach(this::add);
    }

    /** The message of this full name. */
    public Optional<Descriptor> message(String name) {
        return Optional.ofNullable(messages.get(name));
    }

    /** All messages, and an empty one for each name in {@code foreign}, so that what Envoy does not know can be refused by name. */
    public TypeRegistry registry(Collection<String> foreign) {
        TypeRegistry.Builder registry = TypeRegistry.newBuilder();
        messages.values().forEach(registry::add);
        foreign.stream().filter(name -> !messages.containsKey(name)).distinct().forEach(name -> registry.add(empty(name)));
        return registry.build();
    }

    private static Descriptor empty(String fullName) {
        int dot = fullName.lastIndexOf('.');
        FileDescriptorProto proto = FileDescriptorProto.newBuilder()
                .setName("foreign/" + fullName)
                .setSyntax("proto3")
                .setPackage(dot < 0 ? "" : fullName.substring(0, dot))
                .addMessageType(DescriptorProto.newBuilder().setName(fullName.substring(dot + 1)))
                .build();
        return build(proto, new FileDescriptor[0]).getMessageTypes().getFirst();
    }
}
