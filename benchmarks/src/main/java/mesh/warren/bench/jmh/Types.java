package mesh.warren.bench.jmh;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The full descriptors, which the agent itself never loads. */
final class Types {

    private final Map<String, FileDescriptorProto> unlinked = new HashMap<>();
    private final Map<String, FileDescriptor> linked = new HashMap<>();

    private Types() {
        try (var in = Types.class.getResourceAsStream("/mesh/warren/envoy/envoy-1.40.0.binpb")) {
            FileDescriptorSet.parseFrom(in).getFileList().forEach(file -> unlinked.put(file.getName(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message of this full name, which is not nested in another. */
    static Descriptor message(String fullName) {
        var types = new Types();
        for (var file : types.unlinked.values()) {
            if (fullName.startsWith(file.getPackage() + ".")) {
                var message = types.link(file.getName()).findMessageTypeByName(fullName.substring(file.getPackage().length() + 1));
                if (message != null) {
                    return message;
                }
            }
        }
        throw new IllegalArgumentException(fullName);
    }

    private FileDescriptor link(String name) {
        var known = linked.get(name);
        if (known != null) {
            return known;
        }
        var proto = unlinked.get(name);
        try {
            var file = FileDescriptor.buildFrom(proto, proto.getDependencyList().stream().map(this::link).toArray(FileDescriptor[]::new));
            linked.put(name, file);
            return file;
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
