package mesh.warren.agent.upstream.held;

import mesh.warren.model.xds.VirtualResource;

/**
 * A resource as it was sent last.
 *
 * @param resource its name and bytes
 * @param version  the server's, from a delta response; empty when it gives none
 */
public record Held(VirtualResource resource, String version) {

    String name() {
        return resource.key().name().value();
    }
}
