package mesh.warren.agent.downstream;

import java.util.List;
import java.util.stream.Collectors;
import mesh.warren.model.snapshot.Push;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * Envoy refused a response.
 *
 * @param stream whose
 * @param push   what was refused
 * @param detail Envoy's {@code error_detail.message}, verbatim
 */
public record Nack(StreamId stream, Push push, String detail) {

    /** One resource, which is now known to be the bad one; otherwise its halves are sent again. */
    public boolean isFinal() {
        return push.resources().size() <= 1;
    }

    public List<ResourceKey> keys() {
        return push.resources().isEmpty()
                ? push.removed()
                : push.resources().stream().map(PhysicalResource::key).toList();
    }

    @Override
    public String toString() {
        List<ResourceKey> keys = keys();
        String names = keys.stream().limit(5).map(k -> k.name().value()).collect(Collectors.joining(", "));
        String more = keys.size() > 5 ? " and " + (keys.size() - 5) + " more" : "";
        return stream + " refused " + push.type() + " " + names + more + ": " + detail;
    }
}
