package mesh.warren.model.rewrite.policy;

import java.util.Map;

/**
 * Upper bounds that protect neighbours.
 *
 * @param resourceBytes size of one resource
 * @param depth         nesting of messages, {@code Any} included; at most 100, protobuf's own limit
 * @param regexBytes    length of one regular expression
 * @param caps          for a numeric field that the API table caps, written {@code full.message.Name.field}, another
 *                      largest value: a lower one, or on a dedicated Envoy also a higher one
 */
public record Limits(int resourceBytes, int depth, int regexBytes, Map<String, Long> caps) {

    /** 4 MiB, 64 deep, 1,024 bytes of regex, the table's caps. */
    public static final Limits DEFAULT = new Limits(4 << 20, 64, 1024, Map.of());

    public Limits {
        if (depth < 1 || depth > 100) {
            throw new IllegalArgumentException("limits.depth: " + depth + ": want 1 to 100, protobuf's own limit");
        }
        if (resourceBytes < 1 || resourceBytes > 64 << 20) {
            throw new IllegalArgumentException("limits.resourceBytes: " + resourceBytes + ": want 1 to 64 MiB");
        }
        if (regexBytes < 1) {
            throw new IllegalArgumentException("limits.regexBytes: " + regexBytes + ": want at least 1");
        }
        caps = Map.copyOf(caps);
    }
}
