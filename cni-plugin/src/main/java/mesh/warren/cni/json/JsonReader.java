package mesh.warren.cni.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads strict JSON (RFC 8259). Refused besides what the grammar refuses: a name twice in one object (readers differ in
 * which one they take), more than {@value #MAX_DEPTH} levels, anything after the value, bytes that are not UTF-8.
 */
public final class JsonReader {

    /** Deeper than any CNI document by far, and shallow enough for every thread's stack. */
    public static final int MAX_DEPTH = 64;

    private final String source;
    private int at;

    private JsonReader(String source) {
        this.source = source;
    }

    /** Reads UTF-8 bytes that hold one object and nothing else. */
    public static JsonObject readObject(byte[] utf8) throws JsonException {
        String source;
        try {
            source = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new JsonException("not UTF-8");
        }
        return readObject(source);
    }

    /** Reads text that holds one object and nothing else. */
    public static JsonObject readObject(String source) throws JsonException {
        JsonReader reader = new JsonReader(source);
        reader.skipSpace();
        JsonValue value = reader.value(0);
        reader.skipSpace();
        if (reader.at < source.length()) {
            throw reader.error("text after the end of the value");
        }
        if (value instanceof JsonValue.Members members) {
            return members.object();
        }
        throw new JsonException("want an object, not " + value.kind());
    }

    private JsonValue value(int depth) throws JsonException {
        if (depth > MAX_DEPTH) {
            throw error("more than " + MAX_DEPTH + " levels");
        }
        int from = at;
        return switch (peek()) {
            case '{' -> {
                JsonObject object = object(depth);
                yield new JsonValue.Members(object, source.substring(from, at));
            }
            case '[' -> {
                List<JsonValue> items = array(depth);
                yield new JsonValue.Array(items, source.substring(from, at));
            }
            case '"' -> {
                String text = string();
                yield new JsonValue.Text(text, source.substring(from, at));
            }
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        };
    }

    private JsonObject object(int depth) throws JsonException {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (take('}')) {
            return new JsonObject(members);
        }
        do {
            skipSpace();
            if (peek() != '"') {
                throw error("want a member's name");
            }
            String name = string();
            skipSpace();
            expect(':');
            skipSpace();
            if (members.put(name, value(depth + 1)) != null) {
                throw error("'" + name + "' twice in one object");
            }
            skipSpace();
        } while (take(','));
        expect('}');
        return new JsonObject(members);
    }

    private List<JsonValue> array(int depth) throws JsonException {
        List<JsonValue> items = new ArrayList<>();
        at++;
        skipSpace();
        if (take(']')) {
            return items;
        }
        do {
            skipSpace();
            items.add(value(depth + 1));
            skipSpace();
        } while (take(','));
        expect(']');
        return items;
    }

    private String string() throws JsonException {
        at++;
        int from = at;
        while (peek() != '"' && peek() != '\\') {
            plainCharacter();
        }
        if (peek() == '"') {
            return source.substring(from, at++);
        }
        StringBuilder text = new StringBuilder(source.substring(from, at));
        while (peek() != '"') {
            text.append(peek() == '\\' ? escaped() : plainCharacter());
        }
        at++;
        return text.toString();
    }

    private char plainCharacter() throws JsonException {
        if (peek() < ' ') {
            throw error("a control character in a string");
        }
        return source.charAt(at++);
    }

    private char escaped() throws JsonException {
        at++;
        char escape = peek();
        at++;
        return switch (escape) {
            case '"', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw error("unknown escape '\\" + escape + "'");
        };
    }

    private char hex() throws JsonException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw error("want four hexadecimal digits after \\u");
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private JsonValue literal(String word) throws JsonException {
        if (!source.startsWith(word, at)) {
            throw error("want a value");
        }
        at += word.length();
        return new JsonValue.Literal(word);
    }

    private JsonValue number() throws JsonException {
        int from = at;
        take('-');
        if (!take('0')) {
            digits();
        }
        if (take('.')) {
            digits();
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            digits();
        }
        return new JsonValue.Number(source.substring(from, at));
    }

    private void digits() throws JsonException {
        int from = at;
        while (at < source.length() && source.charAt(at) >= '0' && source.charAt(at) <= '9') {
            at++;
        }
        if (from == at) {
            throw error("want a value");
        }
    }

    private void skipSpace() {
        while (at < source.length() && " \t\r\n".indexOf(source.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws JsonException {
        if (at >= source.length()) {
            throw error("the text ends too early");
        }
        return source.charAt(at);
    }

    private boolean take(char wanted) {
        if (at < source.length() && source.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) throws JsonException {
        if (peek() != wanted) {
            throw error("want '" + wanted + "'");
        }
        at++;
    }

    private JsonException error(String what) {
        return new JsonException(what + " at character " + at);
    }
}
