package mesh.warren.agent.podview;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is asked for.
 *
 * @param path       without the query
 * @param parameters of the query, decoded; one without a value has an empty one
 */
record Question(String path, Map<String, String> parameters) {

    Question {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** @throws IllegalArgumentException for an escape that is none */
    static Question of(String target) {
        int query = target.indexOf('?');
        Map<String, String> parameters = new TreeMap<>();
        if (query >= 0) {
            for (String parameter : target.substring(query + 1).split("&")) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                parameters.put(decoded(name), equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
        return new Question(query < 0 ? target : target.substring(0, query), parameters);
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
