package mesh.warren.model.rewrite;

import java.util.Set;

/** Which keys of {@code Metadata} nothing in Envoy obeys beyond the resource that they stand in. */
final class MetadataKeys {

    /** Choice among the resource's own endpoints and transport sockets. */
    private static final Set<String> OWN = Set.of("envoy.lb", "envoy.transport_socket_match");

    private MetadataKeys() {}

    static boolean inert(String key) {
        return !key.startsWith("envoy.") || OWN.contains(key);
    }
}
