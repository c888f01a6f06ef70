package mesh.warren.agent.podview;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mesh.warren.model.xds.ResourceType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources as Envoy's admin interface writes them: JSON with the fields' names as in the proto files, and {@code [redacted]} for
 * what Envoy's API marks as sensitive. The types are loaded when they are first needed (about a second) and given back when
 * memory is short. Any thread.
 */
final class ResourceJson {

    /** {@code udpa.annotations.sensitive}, an option of fields. */
    private static final int SENSITIVE = 76569463;
    private static final String REDACTED = "[redacted]";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Supplier<TypeRegistry> load;
    private SoftReference<TypeRegistry> types = new SoftReference<>(null);

    /** @param load all messages of Envoy's API */
    ResourceJson(Supplier<TypeRegistry> load) {
        this.load = load;
    }

    /** The resource, with its type in {@code @type}. */
    ObjectNode of(ResourceType type, ByteString content) {
        TypeRegistry registry = types();
        ObjectNode json = JSON.createObjectNode().put("@type", type.typeUrl());
        try {
            Descriptor descriptor = registry.find(type.message());
            Message message = redacted(DynamicMessage.parseFrom(descriptor, content), false);
            String text = JsonFormat.printer().usingTypeRegistry(registry).preservingProtoFieldNames().print(message);
            json.setAll((ObjectNode) JSON.readTree(text));
        } catch (InvalidProtocolBufferException e) {
            json.put("error", "cannot be shown as JSON: " + e.getMessage());
        }
        return json;
    }

    private synchronized TypeRegistry types() {
        TypeRegistry known = types.get();
        if (known == null) {
            known = load.get();
            types = new SoftReference<>(known);
        }
        return known;
    }

    private static Message redacted(Message message, boolean sensitive) {
        Message.Builder builder = message.toBuilder();
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            boolean hide = sensitive || field.getOptions().getUnknownFields().hasField(SENSITIVE);
            if (field.isRepeated()) {
                List<?> values = (List<?>) entry.getValue();
                for (int i = 0; i < values.size(); i++) {
                    builder.setRepeatedField(field, i, redacted(field, values.get(i), hide));
                }
            } else {
                builder.setField(field, redacted(field, entry.getValue(), hide));
            }
        }
        return builder.build();
    }

    private static Object redacted(FieldDescriptor field, Object value, boolean hide) {
        return switch (field.getJavaType()) {
            case MESSAGE -> redacted((Message) value, hide);
            case STRING -> hide ? REDACTED : value;
            case BYTE_STRING -> hide ? ByteString.copyFromUtf8(REDACTED) : value;
            default -> value;
        };
    }
}
