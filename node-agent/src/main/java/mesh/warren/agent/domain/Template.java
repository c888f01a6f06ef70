package mesh.warren.agent.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places for fields of a pod: {@code ${pod.name}}, {@code ${pod.labels[app]}}. A label or annotation that a pod does
 * not have is empty. {@code $${} stands for {@code ${} itself.
 */
public final class Template {

    private static final Pattern PLACE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");

    private final String text;
    private final List<Function<PodFields, String>> parts;

    private Template(String text, List<Function<PodFields, String>> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException naming a field that does not exist, and those that do */
    public static Template parse(String text) {
        List<Function<PodFields, String>> parts = new ArrayList<>();
        Matcher place = PLACE.matcher(text);
        int end = 0;
        while (place.find()) {
            literal(text.substring(end, place.start()), parts);
            if (place.group(1) == null) {
                literal("${", parts);
            } else {
                parts.add(PodField.of(place.group(1)));
            }
            end = place.end();
        }
        literal(text.substring(end), parts);
        return new Template(text, parts);
    }

    private static void literal(String text, List<Function<PodFields, String>> parts) {
        if (text.contains("${")) {
            throw new IllegalArgumentException("'" + text + "' has a '${' without a '}'");
        }
        if (!text.isEmpty()) {
            parts.add(pod -> text);
        }
    }

    /** The text for this pod. */
    public String of(PodFields pod) {
        StringBuilder filled = new StringBuilder();
        parts.forEach(part -> filled.append(part.apply(pod)));
        return filled.toString();
    }

    /** Whether it is different from pod to pod. */
    public boolean perPod() {
        return text.contains("${pod.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
