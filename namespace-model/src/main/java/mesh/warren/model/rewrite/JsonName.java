package mesh.warren.model.rewrite;

import java.util.Set;

/** Names and types that protobuf's JSON treats in a way of its own (language guide, "JSON Mapping"). */
final class JsonName {

    private static final Set<String> WELL_KNOWN = Set.of("google.protobuf.Duration", "google.protobuf.Timestamp",
            "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue", "google.protobuf.BoolValue",
            "google.protobuf.StringValue", "google.protobuf.BytesValue", "google.protobuf.DoubleValue", "google.protobuf.FloatValue",
            "google.protobuf.Int32Value", "google.protobuf.Int64Value", "google.protobuf.UInt32Value", "google.protobuf.UInt64Value",
            "google.protobuf.FieldMask");

    private JsonName() {}

    /** Whether a message of this name is not an object of its fields in JSON. */
    static boolean wellKnown(String message) {
        return WELL_KNOWN.contains(message);
    }

    /** Whether {@code json} is the field's own name, or that in lowerCamelCase. */
    static boolean matches(String field, String json) {
        if (field.equals(json)) {
            return true;
        }
        int at = 0;
        boolean upper = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '_') {
                upper = true;
                continue;
            }
            if (at == json.length() || json.charAt(at) != (upper ? Character.toUpperCase(c) : c)) {
                return false;
            }
            upper = false;
            at++;
        }
        return at == json.length();
    }
}
