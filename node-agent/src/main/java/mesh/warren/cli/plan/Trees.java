package mesh.warren.cli.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON as maps and lists, with names as Envoy or as Go writes them. */
final class Trees {

    private Trees() {}

    /** The value of a field; null when it is not there. */
    static Object field(Object tree, String name) {
        if (!(tree instanceof Map<?, ?> map)) {
            return null;
        }
        Object exact = map.get(name);
        String plain = Section.plain(name);
        return exact != null ? exact : map.entrySet().stream().filter(entry -> Section.plain(String.valueOf(entry.getKey())).equals(plain))
                .<Object>map(Map.Entry::getValue).findFirst().orElse(null);
    }

    /** The text of a field; empty when it has none. */
    static Optional<String> text(Object tree, String... path) {
        Object at = tree;
        for (String name : path) {
            at = field(at, name);
        }
        return at instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    /** A list's elements, or the one value. */
    static List<?> list(Object tree) {
        return tree instanceof List<?> list ? list : tree == null ? List.of() : List.of(tree);
    }
}
