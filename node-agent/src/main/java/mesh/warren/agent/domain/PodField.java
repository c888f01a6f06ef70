package mesh.warren.agent.domain;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields that a {@link Template} may name. */
final class PodField {

    private static final Pattern ENTRY = Pattern.compile("pod\\.(labels|annotations)\\[([^\\]]+)]");
    private static final Map<String, Function<PodFields, String>> PLAIN = Map.of(
            "pod.name", pod -> pod.name().name(),
            "pod.namespace", pod -> pod.name().tenant().name(),
            "pod.uid", pod -> pod.uid().value(),
            "pod.ip", pod -> pod.addresses().isEmpty() ? "" : pod.addresses().getFirst().toString(),
            "pod.ips", pod -> pod.addresses().stream().map(Object::toString).collect(Collectors.joining(",")),
            "pod.serviceAccount", PodFields::serviceAccount,
            "node.name", PodFields::node);

    private PodField() {}

    /** @throws IllegalArgumentException when there is no such field */
    static Function<PodFields, String> of(String name) {
        Function<PodFields, String> plain = PLAIN.get(name);
        if (plain != null) {
            return plain;
        }
        Matcher entry = ENTRY.matcher(name);
        if (entry.matches()) {
            String key = entry.group(2);
            return entry.group(1).equals("labels")
                    ? pod -> pod.labels().getOrDefault(key, "")
                    : pod -> pod.annotations().getOrDefault(key, "");
        }
        throw new IllegalArgumentException("'${" + name + "}' is not known; want one of "
                + PLAIN.keySet().stream().sorted().map(field -> "${" + field + "}").collect(Collectors.joining(", "))
                + ", ${pod.labels[NAME]}, ${pod.annotations[NAME]}");
    }
}
