package mesh.warren.model.api;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The types that an Envoy's extensions register, as its admin interface tells them ({@code /server_info},
 * {@code node.extensions[].type_urls}).
 *
 * @param envoy      the Envoy's version
 * @param categories for each type's full name the categories of the extensions that take it ({@code envoy.filters.http})
 */
public record RegisteredTypes(String envoy, SortedMap<String, SortedSet<String>> categories) {

    private static final String TITLE = "# Envoy ";
    private static final String ABOUT = ": each type that an extension registers, and the categories of these extensions.";

    public RegisteredTypes {
        var copy = new TreeMap<String, SortedSet<String>>();
        categories.forEach((type, in) -> copy.put(type, Collections.unmodifiableSortedSet(new TreeSet<>(in))));
        categories = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * Reads what {@link #text()} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static RegisteredTypes parse(String text) {
        var lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith(TITLE) || !lines.getFirst().endsWith(ABOUT)) {
            throw new IllegalArgumentException("the list of registered types does not begin with \"" + TITLE + "VERSION" + ABOUT
                    + "\": run \"warren api update\"");
        }
        var categories = new TreeMap<String, SortedSet<String>>();
        for (var line : lines.subList(1, lines.size())) {
            int hash = line.indexOf("  # ");
            if (hash < 0) {
                throw new IllegalArgumentException("\"" + line + "\": expected \"TYPE  # CATEGORY, ...\": run \"warren api update\"");
            }
            categories.put(line.substring(0, hash), new TreeSet<>(java.util.List.of(line.substring(hash + 4).split(", "))));
        }
        var title = lines.getFirst();
        return new RegisteredTypes(title.substring(TITLE.length(), title.length() - ABOUT.length()), categories);
    }

    /** One line for each type, sorted. */
    public String text() {
        var text = new StringBuilder(TITLE).append(envoy).append(ABOUT).append('\n');
        categories.forEach((type, in) -> text.append(type).append("  # ").append(String.join(", ", in)).append('\n'));
        return text.toString();
    }
}
