package mesh.warren.agent.podview;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.agent.views.VirtualContent;
import mesh.warren.model.xds.ResourceType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /stats} as text, JSON or for Prometheus: what the shared Envoy counts for this pod alone, by the pod's own names. That is
 * its doors and its clusters of scope POD; what several pods share is counted for all together, so it is left out, and the page
 * says so.
 */
final class PodStats {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AdminClient envoy;

    PodStats(AdminClient envoy) {
        this.envoy = envoy;
    }

    Page of(VirtualContent pod, Question question) throws IOException {
        SortedMap<String, String> stats = own(pod);
        question.value("filter").ifPresent(part -> stats.keySet().removeIf(name -> !name.contains(part)));
        return switch (question.value("format").orElse("text")) {
            case "text" -> Page.text(text(stats) + "# " + leftOut(pod) + "\n");
            case "json" -> Page.json(json(stats, pod));
            case "prometheus" -> Page.text(prometheus(stats) + "# " + leftOut(pod) + "\n");
            default -> Page.problem(400, "?format: want text, json or prometheus");
        };
    }

    private SortedMap<String, String> own(VirtualContent pod) throws IOException {
        String doors = "listener.door." + pod.pod().name() + ".";
        String clusters = "cluster." + pod.domain() + "^" + pod.pod().name().tenant() + "^" + pod.pod().uid() + "/";
        String filter = "^(" + literal(doors) + "|" + literal(clusters) + ")";
        SortedMap<String, String> own = new TreeMap<>();
        for (String line : envoy.get("/stats?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8)).lines().toList()) {
            int colon = line.indexOf(": ");
            String name = colon < 0 ? "" : line.substring(0, colon);
            if (name.startsWith(doors)) {
                own.put("listener." + name.substring(doors.length()), line.substring(colon + 2));
            } else if (name.startsWith(clusters)) {
                own.put("cluster." + name.substring(clusters.length()), line.substring(colon + 2));
            }
        }
        return own;
    }

    private static String literal(String text) {
        return text.replaceAll("([\\\\.^$|()\\[\\]{}*+?])", "\\\\$1");
    }

    private static String text(SortedMap<String, String> stats) {
        StringBuilder text = new StringBuilder();
        stats.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static String json(SortedMap<String, String> stats, VirtualContent pod) {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode all = page.putArray("stats");
        stats.forEach((name, value) -> number(value).ifPresent(number -> all.addObject().put("name", name).put("value", number)));
        page.put("left_out", leftOut(pod));
        return page.toPrettyString() + "\n";
    }

    private static String prometheus(SortedMap<String, String> stats) {
        StringBuilder text = new StringBuilder();
        stats.forEach((name, value) -> number(value).ifPresent(number -> {
            String kind = name.substring(0, name.indexOf('.'));
            String rest = name.substring(kind.length() + 1);
            // The name of a door has no dot; of a cluster's own name only the last part is the counter's for sure.
            int end = kind.equals("listener") ? rest.indexOf('.') : rest.lastIndexOf('.');
            if (end > 0) {
                text.append("envoy_").append(kind).append('_').append(rest.substring(end + 1).replaceAll("[^a-zA-Z0-9_]", "_"))
                        .append("{envoy_").append(kind).append(kind.equals("listener") ? "_address" : "_name").append("=\"")
                        .append(rest.substring(0, end).replace("\\", "\\\\").replace("\"", "\\\"")).append("\"} ").append(number).append('\n');
            }
        }));
        return text.toString();
    }

    private static Optional<Long> number(String value) {
        return value.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(value)) : Optional.empty();
    }

    private static String leftOut(VirtualContent pod) {
        long clusters = pod.resources().stream().filter(shown -> shown.key().type() == ResourceType.CLUSTER).count();
        return "left out: HTTP, TCP and cluster statistics that this pod may share with others, for they count for all of them together ("
                + clusters + " clusters are configured; those of the pod alone are above)";
    }
}
