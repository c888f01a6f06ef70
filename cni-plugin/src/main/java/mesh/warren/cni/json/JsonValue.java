package mesh.warren.cni.json;

/** One JSON value. {@link #text} is exactly what was read, so that it can be passed on without being understood. */
public sealed interface JsonValue {

    /** The value's own text, byte for byte as it was read, without the white space around it. */
    String text();

    /** What it is, for messages: "a string", "an object"... */
    String kind();

    /** A string, with its escapes resolved in {@code value}. */
    record Text(String value, String text) implements JsonValue {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /** A number, kept as text: CNI's plugins must not round what they pass on. */
    record Number(String text) implements JsonValue {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** {@code true}, {@code false} or {@code null}. */
    record Literal(String text) implements JsonValue {
        @Override
        public String kind() {
            return text;
        }
    }

    /** An array. */
    record Array(java.util.List<JsonValue> items, String text) implements JsonValue {
        @Override
        public String kind() {
            return "an array";
        }
    }

    /** An object; see {@link JsonObject} for reading its members. */
    record Members(JsonObject object, String text) implements JsonValue {
        @Override
        public String kind() {
            return "an object";
        }
    }
}
