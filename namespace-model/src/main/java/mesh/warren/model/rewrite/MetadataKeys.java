package mesh.warren.model.rewrite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** Which keys of {@code Metadata} nothing in Envoy obeys beyond the resource that they stand in. */
final class MetadataKeys {

    private static final byte[] ENVOYS = "envoy.".getBytes(StandardCharsets.UTF_8);

    /** Choice among the resource's own endpoints and transport sockets. */
    private static final Set<String> OWN = Set.of("envoy.lb", "envoy.transport_socket_match");

    private MetadataKeys() {}

    /** Of the key in the bytes {@code [from, to)}. */
    static boolean inert(byte[] bytes, int from, int to) {
        boolean envoys = to - from >= ENVOYS.length
                && Arrays.equals(bytes, from, from + ENVOYS.length, ENVOYS, 0, ENVOYS.length);
        return !envoys || OWN.contains(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
}
