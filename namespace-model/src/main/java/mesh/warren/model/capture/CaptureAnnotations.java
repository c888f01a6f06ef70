package mesh.warren.model.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads a pod's annotations into {@link Exclusions}. Lists are separated by commas; blanks around an element are allowed, an
 * empty element is not.
 */
public final class CaptureAnnotations {

    public static final String EXCLUDE_OUTBOUND_PORTS = "warren.mesh/exclude-outbound-ports";
    public static final String EXCLUDE_INBOUND_PORTS = "warren.mesh/exclude-inbound-ports";
    public static final String EXCLUDE_OUTBOUND_CIDRS = "warren.mesh/exclude-outbound-cidrs";
    public static final String INCLUDE_OUTBOUND_CIDRS = "warren.mesh/include-outbound-cidrs";

    private static final List<String> KNOWN = List.of(
            EXCLUDE_OUTBOUND_PORTS, EXCLUDE_INBOUND_PORTS, EXCLUDE_OUTBOUND_CIDRS, INCLUDE_OUTBOUND_CIDRS);

    private CaptureAnnotations() {}

    /**
     * What the annotations leave alone. Annotations of others, and other ones of Warren's, are ignored; one that begins
     * like these but is not known is refused, because a misspelt exclusion would silently capture.
     *
     * @throws IllegalArgumentException naming the annotation, its value and what to write instead
     */
    public static Exclusions parse(Map<String, String> annotations) {
        for (String key : new TreeMap<>(annotations).keySet()) {
            boolean ours = key.startsWith("warren.mesh/exclude-") || key.startsWith("warren.mesh/include-");
            if (ours && !KNOWN.contains(key)) {
                throw new IllegalArgumentException("annotation " + key + " is not known: want one of " + String.join(", ", KNOWN));
            }
        }
        return new Exclusions(
                list(annotations, EXCLUDE_OUTBOUND_PORTS, PortRange::parse),
                list(annotations, EXCLUDE_INBOUND_PORTS, PortRange::parse),
                list(annotations, EXCLUDE_OUTBOUND_CIDRS, Cidr::parse),
                list(annotations, INCLUDE_OUTBOUND_CIDRS, Cidr::parse));
    }

    private static <T> List<T> list(Map<String, String> annotations, String key, Function<String, T> parse) {
        String value = annotations.get(key);
        if (value == null || value.isBlank()) {
            return List.of();
        }
        List<T> out = new ArrayList<>();
        for (String element : value.split(",", -1)) {
            try {
                out.add(parse.apply(element.strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("annotation " + key + "=\"" + value + "\": " + e.getMessage(), e);
            }
        }
        return out;
    }
}
