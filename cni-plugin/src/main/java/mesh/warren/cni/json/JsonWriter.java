package mesh.warren.cni.json;

import java.util.List;

/**
 * Writes one compact JSON object, member by member; the text has no line break. The names given are the program's own and need no escape.
 * Not for several threads.
 */
public final class JsonWriter {

    private final StringBuilder text = new StringBuilder("{");

    /** Begins an object without members. */
    public JsonWriter() {}

    /** Adds a string, or nothing when it is {@code null}. */
    public JsonWriter string(String name, String value) {
        if (value != null) {
            name(name);
            quote(value);
        }
        return this;
    }

    public JsonWriter number(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    public JsonWriter strings(String name, List<String> values) {
        name(name);
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            quote(values.get(i));
        }
        text.append(']');
        return this;
    }

    public JsonWriter object(String name, JsonWriter value) {
        name(name);
        text.append(value.end());
        return this;
    }

    public JsonWriter objects(String name, List<JsonWriter> values) {
        name(name);
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i > 0 ? "," : "").append(values.get(i).end());
        }
        text.append(']');
        return this;
    }

    /** The finished text. Call it once. */
    public String end() {
        return text.append('}').toString();
    }

    private void name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        text.append(':');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) {
                        text.append("\\u").append(Character.forDigit(c >> 12, 16)).append(Character.forDigit(c >> 8 & 15, 16))
                                .append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
