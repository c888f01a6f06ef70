package mesh.warren.model.golden;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Resources as JSON, by the descriptors of the Envoy that Warren is built against. Fails on a type that Envoy does not have. */
public final class EnvoyJson {

    private static final TypeRegistry TYPES = load();

    private EnvoyJson() {}

    /** @param message full protobuf name */
    public static String of(String message, ByteString bytes) {
        try {
            DynamicMessage parsed = DynamicMessage.parseFrom(TYPES.find(message), bytes);
            return JsonFormat.printer().usingTypeRegistry(TYPES).sortingMapKeys().print(parsed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TypeRegistry load() {
        try (InputStream in = EnvoyJson.class.getResourceAsStream("/mesh/warren/envoy/envoy-1.40.0.binpb")) {
            Map<String, FileDescriptorProto> protos = new HashMap<>();
            FileDescriptorSet.parseFrom(in).getFileList().forEach(file -> protos.put(file.getName(), file));
            Map<String, FileDescriptor> built = new HashMap<>();
            TypeRegistry.Builder types = TypeRegistry.newBuilder();
            protos.keySet().forEach(name -> types.add(build(name, protos, built).getMessageTypes()));
            return types.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileDescriptor build(String name, Map<String, FileDescriptorProto> protos, Map<String, FileDescriptor> built) {
        FileDescriptor done = built.get(name);
        if (done == null) {
            FileDescriptorProto proto = protos.get(name);
            FileDescriptor[] imports = proto.getDependencyList().stream()
                    .map(dependency -> build(dependency, protos, built))
                    .toArray(FileDescriptor[]::new);
            try {
                done = FileDescriptor.buildFrom(proto, imports);
            } catch (DescriptorValidationException e) {
                throw new IllegalStateException(name, e);
            }
            built.put(name, done);
        }
        return done;
    }
}
