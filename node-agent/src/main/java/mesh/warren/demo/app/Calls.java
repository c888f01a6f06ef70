package mesh.warren.demo.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one pod's calls went.
 *
 * @param pod        the caller
 * @param requests   how many it made
 * @param failures   how many of them were not answered rightly
 * @param loopback   "ok", or who else answered on its own 127.0.0.1
 * @param sources    the addresses that the servers saw
 * @param servers    by how many different pods it was served
 * @param longestGap between two answers, in milliseconds
 * @param first      what the first failures were
 */
public record Calls(String pod, long requests, long failures, String loopback, List<String> sources, int servers,
        long longestGap, String first) {

    static Calls parse(String pod, String line) {
        int text = line.indexOf(" first=");
        Map<String, String> fields = new TreeMap<>();
        for (String word : line.substring(0, text).split(" ")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                fields.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return new Calls(pod, Long.parseLong(fields.get("requests")), Long.parseLong(fields.get("failures")),
                fields.get("loopback"), Arrays.stream(fields.get("sources").split(",")).filter(s -> !s.isEmpty()).toList(),
                Integer.parseInt(fields.get("servers")), Long.parseLong(fields.get("longestGapMillis")),
                line.substring(text + " first=".length()));
    }

    /** Its own loopback answered, and only itself. */
    public boolean loopbackItsOwn() {
        return loopback.equals("ok");
    }
}
