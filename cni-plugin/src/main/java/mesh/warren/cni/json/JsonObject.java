package mesh.warren.cni.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object read by member. A member of the wrong type is an error that names it; {@code null} is the same as absent.
 *
 * @param members in the order in which they were written; no name appears twice
 */
public record JsonObject(Map<String, JsonValue> members) {

    /** The names of all members, in order. */
    public Set<String> names() {
        return members.keySet();
    }

    /** The member, unless it is absent or {@code null}. */
    public Optional<JsonValue> get(String name) {
        JsonValue value = members.get(name);
        return value instanceof JsonValue.Literal literal && literal.text().equals("null")
                ? Optional.empty()
                : Optional.ofNullable(value);
    }

    public Optional<String> string(String name) throws JsonException {
        Optional<JsonValue> value = get(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(asString(name, value.get()));
    }

    public String requiredString(String name) throws JsonException {
        Optional<String> value = string(name);
        if (value.isEmpty()) {
            throw new JsonException("'" + name + "' is missing: want a string");
        }
        return value.get();
    }

    /** A whole number between the bounds, both included. */
    public Optional<Long> integer(String name, long min, long max) throws JsonException {
        Optional<JsonValue> value = get(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (value.get() instanceof JsonValue.Number number) {
                long parsed = Long.parseLong(number.text());
                if (parsed >= min && parsed <= max) {
                    return Optional.of(parsed);
                }
            }
        } catch (NumberFormatException notWhole) {
            // Falls through to the message below, which says what is wanted.
        }
        throw new JsonException("'" + name + "' is " + value.get().text() + ": want a whole number from " + min + " to " + max);
    }

    public Optional<JsonObject> object(String name) throws JsonException {
        Optional<JsonValue> value = get(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(asObject(name, value.get()));
    }

    /** The array's strings; an absent array is an empty list. */
    public List<String> strings(String name) throws JsonException {
        List<String> strings = new ArrayList<>();
        for (JsonValue item : items(name)) {
            strings.add(asString(name + "[" + strings.size() + "]", item));
        }
        return strings;
    }

    /** The array's objects; an absent array is an empty list. */
    public List<JsonObject> objects(String name) throws JsonException {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonValue item : items(name)) {
            objects.add(asObject(name + "[" + objects.size() + "]", item));
        }
        return objects;
    }

    private List<JsonValue> items(String name) throws JsonException {
        Optional<JsonValue> value = get(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof JsonValue.Array array) {
            return array.items();
        }
        throw new JsonException("'" + name + "' is " + value.get().kind() + ": want an array");
    }

    private static String asString(String name, JsonValue value) throws JsonException {
        if (value instanceof JsonValue.Text text) {
            return text.value();
        }
        throw new JsonException("'" + name + "' is " + value.kind() + ": want a string");
    }

    private static JsonObject asObject(String name, JsonValue value) throws JsonException {
        if (value instanceof JsonValue.Members members) {
            return members.object();
        }
        throw new JsonException("'" + name + "' is " + value.kind() + ": want an object");
    }
}
