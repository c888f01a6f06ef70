package mesh.warren.model.share;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The first field in which two messages of one type differ, for people: slow, builds object trees.
 *
 * @param path  field names with dots, {@code [index]} in repeated ones; {@code typed_config(TYPE)} looks into an Any
 * @param left  the value in the first message as text; "not set", or "nothing" behind the end of a repeated field
 * @param right the value in the second one
 */
public record Difference(String path, String left, String right) {

    private static final String ANY = "google.protobuf.Any";

    /**
     * @param types the message type of a full name, for what is in an Any; null for an unknown one, whose bytes are compared
     * @return empty when the messages say the same
     * @throws IllegalArgumentException when the bytes are not of this type
     */
    public static Optional<Difference> first(
            ByteString left, ByteString right, Descriptor type, Function<String, Descriptor> types) {
        return message("", parse(type, left), parse(type, right), types);
    }

    private static Optional<Difference> message(String path, Message left, Message right, Function<String, Descriptor> types) {
        Descriptor type = left.getDescriptorForType();
        if (type.getFullName().equals(ANY)) {
            return any(path, left, right, types);
        }
        TreeMap<Integer, FieldDescriptor> fields = new TreeMap<>();
        left.getAllFields().keySet().forEach(f -> fields.put(f.getNumber(), f));
        right.getAllFields().keySet().forEach(f -> fields.put(f.getNumber(), f));
        for (FieldDescriptor field : fields.values()) {
            String at = path.isEmpty() ? field.getName() : path + "." + field.getName();
            Optional<Difference> difference = field.isRepeated()
                    ? repeated(at, field, list(left, field), list(right, field), types)
                    : single(at, field, left, right, types);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return left.getUnknownFields().equals(right.getUnknownFields()) ? Optional.empty()
                : Optional.of(new Difference(path + "(unknown fields)", left.getUnknownFields().toString(),
                        right.getUnknownFields().toString()));
    }

    private static Optional<Difference> single(
            String path, FieldDescriptor field, Message left, Message right, Function<String, Descriptor> types) {
        boolean inLeft = left.getAllFields().containsKey(field);
        boolean inRight = right.getAllFields().containsKey(field);
        if (!inLeft || !inRight) {
            return Optional.of(new Difference(path,
                    inLeft ? text(field, left.getField(field)) : "not set",
                    inRight ? text(field, right.getField(field)) : "not set"));
        }
        return value(path, field, left.getField(field), right.getField(field), types);
    }

    private static Optional<Difference> repeated(
            String path, FieldDescriptor field, List<?> left, List<?> right, Function<String, Descriptor> types) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String at = path + "[" + i + "]";
            if (i >= left.size() || i >= right.size()) {
                return Optional.of(new Difference(at,
                        i < left.size() ? text(field, left.get(i)) : "nothing",
                        i < right.size() ? text(field, right.get(i)) : "nothing"));
            }
            Optional<Difference> difference = value(at, field, left.get(i), right.get(i), types);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<Difference> value(
            String path, FieldDescriptor field, Object left, Object right, Function<String, Descriptor> types) {
        if (left instanceof Message a && right instanceof Message b) {
            return message(path, a, b, types);
        }
        return left.equals(right) ? Optional.empty()
                : Optional.of(new Difference(path, text(field, left), text(field, right)));
    }

    private static Optional<Difference> any(String path, Message left, Message right, Function<String, Descriptor> types) {
        String leftUrl = (String) field(left, 1);
        String rightUrl = (String) field(right, 1);
        if (!leftUrl.equals(rightUrl)) {
            return Optional.of(new Difference(path + ".type_url", leftUrl, rightUrl));
        }
        ByteString a = (ByteString) field(left, 2);
        ByteString b = (ByteString) field(right, 2);
        String name = leftUrl.substring(leftUrl.lastIndexOf('/') + 1);
        Descriptor type = types.apply(name);
        String at = path + "(" + name + ")";
        if (type != null) {
            return message(at, parse(type, a), parse(type, b), types);
        }
        return a.equals(b) ? Optional.empty() : Optional.of(new Difference(at, a.size() + " bytes", b.size() + " bytes"));
    }

    private static Object field(Message any, int number) {
        return any.getField(any.getDescriptorForType().findFieldByNumber(number));
    }

    private static List<?> list(Message message, FieldDescriptor field) {
        return (List<?>) message.getField(field);
    }

    private static String text(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case MESSAGE -> TextFormat.printer().emittingSingleLine(true).printToString((Message) value);
            case STRING -> '"' + value.toString() + '"';
            case BYTE_STRING -> ((ByteString) value).size() + " bytes";
            case INT -> unsigned(field) ? Integer.toUnsignedString((Integer) value) : value.toString();
            case LONG -> unsigned(field) ? Long.toUnsignedString((Long) value) : value.toString();
            default -> value.toString();
        };
    }

    private static boolean unsigned(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, FIXED32, UINT64, FIXED64 -> true;
            default -> false;
        };
    }

    private static Message parse(Descriptor type, ByteString bytes) {
        try {
            return DynamicMessage.parseFrom(type, bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a " + type.getFullName() + ": " + e.getMessage(), e);
        }
    }
}
