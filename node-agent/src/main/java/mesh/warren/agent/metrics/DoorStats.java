package mesh.warren.agent.metrics;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.Tenant;

/**
 * What Envoy counts for each door (Envoy documentation, "Listener statistics"). Statistics of shared clusters are of all their pods
 * together and are not told apart.
 */
final class DoorStats {

    /** A pod's door. */
    record Key(PodName pod, String direction) {}

    /** The statistics that are of use, by Envoy's name, with their Prometheus name and help. */
    static final Map<String, Meaning> MEANINGS = new TreeMap<>(Map.of(
            "downstream_cx_total", new Meaning("warren_door_connections", "Connections accepted by a pod's door.", true),
            "downstream_cx_active", new Meaning("warren_door_active_connections", "Connections open at a pod's door.", false),
            "downstream_cx_overflow", new Meaning("warren_door_limited_connections", "Connections closed by a pod's connection limit.", true),
            "no_filter_chain_match", new Meaning("warren_door_unmatched_connections",
                    "Connections closed because no chain answers: the door's own address, or an address inside the service ranges that is no Service's.", true)));

    /** @param counter whether it only grows */
    record Meaning(String metric, String help, boolean counter) {}

    private static final Pattern LINE = Pattern.compile(
            "listener\\.door\\.([a-z0-9-]+)/([a-z0-9.-]+)\\.(outbound|inbound)\\.([a-z_]+): ([0-9]+)");

    private DoorStats() {}

    /** The question to Envoy's admin interface. */
    static String path() {
        String names = MEANINGS.keySet().stream().collect(Collectors.joining("|", "(", ")"));
        return "/stats?filter=" + URLEncoder.encode("^listener\\.door\\..*bound\\." + names + "$", StandardCharsets.UTF_8);
    }

    /** From the answer: by statistic, then by door. */
    static Map<String, Map<Key, Long>> parse(String answer) {
        Map<String, Map<Key, Long>> all = new TreeMap<>();
        answer.lines().forEach(line -> {
            Matcher match = LINE.matcher(line);
            if (match.matches() && MEANINGS.containsKey(match.group(4))) {
                pod(match.group(1), match.group(2)).ifPresent(pod -> all.computeIfAbsent(match.group(4), s -> new HashMap<>())
                        .put(new Key(pod, match.group(3)), Long.parseLong(match.group(5))));
            }
        });
        return all;
    }

    private static Optional<PodName> pod(String tenant, String name) {
        try {
            return Optional.of(new PodName(new Tenant(tenant), name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
