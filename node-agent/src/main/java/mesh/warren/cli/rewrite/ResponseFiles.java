package mesh.warren.cli.rewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Binary discovery responses, state-of-the-world or delta: which of both is seen from what {@code resources} holds. */
public final class ResponseFiles {

    /** Larger files are not read: gRPC's own limit for a message is 4 MiB, and control planes raise it at most to this. */
    static final int LARGEST = 64 << 20;

    private static final String PACKAGE = "envoy.service.discovery.v3.";
    private static final String URL_START = "type.googleapis.com/";

    private final Descriptor stateOfTheWorld;
    private final Descriptor delta;

    /** @param types of the Envoy in use */
    public ResponseFiles(EnvoyTypes types) {
        this.stateOfTheWorld = types.message(PACKAGE + "DiscoveryResponse").orElseThrow();
        this.delta = types.message(PACKAGE + "DeltaDiscoveryResponse").orElseThrow();
    }

    /** The resources of the response in the file. */
    public List<Input> read(Path file) throws UnusableInput {
        byte[] bytes = bytes(file);
        List<Input> inputs = resources(file, parse(stateOfTheWorld, bytes), false);
        if (inputs == null) {
            inputs = resources(file, parse(delta, bytes), true);
        }
        if (inputs == null) {
            throw new UnusableInput(file.toString(),
                    "not a serialised DiscoveryResponse or DeltaDiscoveryResponse (envoy.service.discovery.v3), or truncated");
        }
        return inputs;
    }

    private static byte[] bytes(Path file) throws UnusableInput {
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                throw new UnusableInput(file.toString(), size + " bytes; want at most " + LARGEST + " (64 MiB)");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UnusableInput(file.toString(), "cannot be read: " + e);
        }
    }

    private static DynamicMessage parse(Descriptor type, byte[] bytes) {
        try {
            DynamicMessage message = DynamicMessage.parseFrom(type, bytes);
            boolean known = message.getUnknownFields().asMap().isEmpty();
            return known && bytes.length > 0 ? message : null;
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    /** Null when the response is not of this kind. */
    private static List<Input> resources(Path file, DynamicMessage response, boolean wrapped) {
        if (response == null) {
            return null;
        }
        List<Input> inputs = new ArrayList<>();
        for (Object element : (List<?>) response.getField(field(response, "resources"))) {
            DynamicMessage any = (DynamicMessage) element;
            if (wrapped) {
                any = (DynamicMessage) any.getField(field(any, "resource"));
            }
            String url = (String) any.getField(field(any, "type_url"));
            if (!url.startsWith(URL_START) || !any.getUnknownFields().asMap().isEmpty()) {
                return null;
            }
            ByteString value = (ByteString) any.getField(field(any, "value"));
            inputs.add(new Input(file + "#" + (inputs.size() + 1), url, value.toByteArray()));
        }
        boolean typed = ((String) response.getField(field(response, "type_url"))).startsWith(URL_START);
        return inputs.isEmpty() && !typed ? null : inputs;
    }

    private static FieldDescriptor field(DynamicMessage message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }
}
