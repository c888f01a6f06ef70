package mesh.warren.cli.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Prepares the tree of a resource for protobuf's JSON parser: an {@code Any} of a type that Envoy does not have keeps its
 * name and loses its content, which nobody could parse.
 */
public final class ForeignTypes {

    private static final String TYPE = "@type";

    private final EnvoyTypes types;
    private final Set<String> names = new TreeSet<>();

    /** @param types what Envoy has */
    public ForeignTypes(EnvoyTypes types) {
        this.types = types;
    }

    /** Full names of the types that were met and that Envoy does not have. */
    public Set<String> names() {
        return names;
    }

    /**
     * The tree that the JSON parser takes.
     *
     * @param depth so many levels are left
     */
    public Object prepare(Object value, int depth, String source) throws UnusableInput {
        if (depth == 0) {
            throw new UnusableInput(source, "nested too deeply; want at most 100 levels");
        }
        if (value instanceof List<?> list) {
            List<Object> prepared = new ArrayList<>(list.size());
            for (Object element : list) {
                prepared.add(prepare(element, depth - 1, source));
            }
            return prepared;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.get(TYPE) instanceof String url && isForeign(url)) {
            return Map.of(TYPE, url);
        }
        Map<String, Object> prepared = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            prepared.put(String.valueOf(entry.getKey()), prepare(entry.getValue(), depth - 1, source));
        }
        return prepared;
    }

    private boolean isForeign(String url) {
        String name = url.substring(url.lastIndexOf('/') + 1);
        boolean foreign = types.message(name).isEmpty() && name.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
        if (foreign) {
            names.add(name);
        }
        return foreign;
    }
}
