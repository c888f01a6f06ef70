package mesh.warren.cni.install;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mesh.warren.cni.json.JsonException;
import mesh.warren.cni.json.JsonObject;
import mesh.warren.cni.json.JsonReader;
import mesh.warren.cni.json.JsonValue;

/**
 * A network configuration as text: the plugin is put into it and taken out without touching any other byte.
 *
 * @param text   of the file
 * @param object what it says
 * @param list   it has {@code plugins} (a conflist); otherwise it is one plugin's configuration
 */
record Conflist(String text, JsonObject object, boolean list) {

    private static final String TYPE = "warren";
    /** What is written between the plugin before and this one. */
    private static final String SEPARATOR = ",\n    ";

    /** @throws JsonException when the runtime could not use it either, and why */
    static Conflist parse(byte[] bytes) throws JsonException {
        JsonObject object = JsonReader.readObject(bytes);
        boolean list = object.get("plugins").isPresent();
        if (list) {
            List<JsonObject> plugins = object.objects("plugins");
            if (plugins.isEmpty()) {
                throw new JsonException("'plugins' is empty");
            }
            for (JsonObject plugin : plugins) {
                plugin.requiredString("type");
            }
        } else {
            object.requiredString("type");
        }
        return new Conflist(new String(bytes, StandardCharsets.UTF_8), object, list);
    }

    /** Warren's entry in it, as it stands there. */
    Optional<String> entry() throws JsonException {
        return list ? ours().map(JsonValue::text) : Optional.empty();
    }

    /**
     * With this entry as its last plugin, and no other of Warren's. A single plugin's configuration becomes a conflist of both.
     *
     * @param entry one JSON object
     */
    String with(String entry) throws JsonException {
        if (!list) {
            return "{\n  \"cniVersion\": " + member("cniVersion", "\"0.3.1\"") + ",\n  \"name\": " + member("name", "\"net\"")
                    + ",\n  \"plugins\": [\n    " + text.strip() + SEPARATOR + entry + "\n  ]\n}\n";
        }
        String without = without();
        Conflist rest = parse(without.getBytes(StandardCharsets.UTF_8));
        List<JsonValue> plugins = rest.plugins().items();
        // Behind the last plugin: whatever space stands between it and the bracket stays where it is.
        int end = rest.pluginsAt() + endOf(rest.plugins().text(), plugins);
        return checked(without.substring(0, end) + SEPARATOR + entry + without.substring(end), plugins.size() + 1);
    }

    /** Without Warren's entry: the text from which {@link #with} made this one, when nobody has edited that place since. */
    String without() throws JsonException {
        Optional<JsonValue> ours = list ? ours() : Optional.empty();
        if (ours.isEmpty()) {
            return text;
        }
        int at = text.indexOf(ours.get().text(), pluginsAt());
        int end = at + ours.get().text().length();
        int from = at;
        while (from > 0 && Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        if (text.charAt(from - 1) == ',') {
            from--;
        } else { // somebody put it first: the comma behind it goes
            from = at;
            while (Character.isWhitespace(text.charAt(end)) || text.charAt(end) == ',') {
                end++;
                if (text.charAt(end - 1) == ',') {
                    break;
                }
            }
        }
        return checked(text.substring(0, from) + text.substring(end), plugins().items().size() - 1);
    }

    /** Text that was put together is read again before anybody else reads it. */
    private String checked(String made, int plugins) throws JsonException {
        Conflist read = parse(made.getBytes(StandardCharsets.UTF_8));
        if (!read.object.names().equals(object.names()) || read.plugins().items().size() != plugins) {
            throw new JsonException("its text is not as expected (is 'plugins' written twice?)");
        }
        return made;
    }

    private JsonValue.Array plugins() throws JsonException {
        if (object.get("plugins").orElse(null) instanceof JsonValue.Array array) {
            return array;
        }
        throw new JsonException("'plugins' is no array");
    }

    /** Where the array's text begins: the last place that reads so and is followed by nothing that could be an element of it. */
    private int pluginsAt() throws JsonException {
        return text.indexOf(plugins().text(), text.indexOf("\"plugins\""));
    }

    private static int endOf(String array, List<JsonValue> items) {
        String last = items.getLast().text();
        return array.lastIndexOf(last) + last.length();
    }

    private Optional<JsonValue> ours() throws JsonException {
        for (JsonValue item : plugins().items()) {
            if (item instanceof JsonValue.Members members && members.object().requiredString("type").equals(TYPE)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    private String member(String name, String without) {
        return object.get(name).map(JsonValue::text).orElse(without);
    }
}
