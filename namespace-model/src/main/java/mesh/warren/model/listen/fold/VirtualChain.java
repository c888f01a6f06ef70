package mesh.warren.model.listen.fold;

import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import mesh.warren.model.symbolic.Template;

/**
 * A filter chain of a listener.
 *
 * @param path     where it stands in its listener
 * @param name     as its author calls it; may be empty
 * @param match    what it is for
 * @param secured  it has a transport socket of its own
 * @param listener the listener's bytes
 * @param parts    offsets in them of what makes it a resource: begin and end of the fields before its name, and of those behind it
 */
record VirtualChain(String path, String name, FilterChainMatch match, boolean secured, Template listener, Parts parts) {

    /** Fields in canonical order: {@code [before, beforeEnd)} come before the name, {@code [after, afterEnd)} behind it. */
    record Parts(int before, int beforeEnd, int after, int afterEnd) {}
}
