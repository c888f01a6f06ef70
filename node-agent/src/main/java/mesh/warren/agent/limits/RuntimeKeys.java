package mesh.warren.agent.limits;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.agent.envoy.AdminClient;

/**
 * Envoy's runtime, as its admin interface shows and changes it (Envoy documentation, "Administration interface": {@code /runtime},
 * {@code /runtime_modify}). What is changed so ends with the process.
 */
final class RuntimeKeys {

    private static final String PREFIX = "envoy.resource_limits.listener.";
    /** Each key is about 120 bytes, and a URL has to fit into Envoy's 60 KiB of headers. */
    private static final int AT_ONCE = 100;

    private RuntimeKeys() {}

    /** The limits of listeners that are set now. */
    static SortedMap<String, Integer> read(AdminClient envoy) throws IOException {
        SortedMap<String, Integer> limits = new TreeMap<>();
        try {
            JsonObject entries = JsonParser.parseString(envoy.get("/runtime")).getAsJsonObject().getAsJsonObject("entries");
            entries.asMap().forEach((key, entry) -> {
                String value = entry.getAsJsonObject().get("final_value").getAsString();
                if (key.startsWith(PREFIX) && !value.isEmpty()) {
                    limits.put(key, Integer.parseInt(value));
                }
            });
        } catch (JsonSyntaxException | IllegalStateException | NumberFormatException | NullPointerException e) {
            throw new IOException("Envoy's /runtime is not as expected: " + e.getMessage(), e);
        }
        return limits;
    }

    /** @param changes by key; empty to take it away */
    static void change(AdminClient envoy, Map<String, Optional<Integer>> changes) throws IOException {
        List<String> parameters = new ArrayList<>();
        changes.forEach((key, value) -> parameters.add(
                URLEncoder.encode(key, StandardCharsets.UTF_8) + "=" + value.map(Object::toString).orElse("")));
        for (int from = 0; from < parameters.size(); from += AT_ONCE) {
            envoy.post("/runtime_modify?" + String.join("&", parameters.subList(from, Math.min(from + AT_ONCE, parameters.size()))));
        }
    }
}
