package mesh.warren.agent.views;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.id.Domain;
import mesh.warren.model.xds.ResourceKey;

/**
 * What a virtual Envoy has at one moment, by its own names: for its pod's own view. Immutable.
 *
 * @param pod       whose
 * @param domain    what feeds it
 * @param nodeId    as it introduces itself to its control plane
 * @param cluster   the same
 * @param ready     it is served
 * @param resources in use, sorted by type and name: as a control plane sent them, or as the agent made them
 * @param refused   sent, but not in use
 */
public record VirtualContent(
        PodRecord pod, Domain domain, String nodeId, String cluster, boolean ready, List<Shown> resources, List<Shown> refused) {

    public VirtualContent {
        resources = List.copyOf(resources);
        refused = List.copyOf(refused);
    }

    /**
     * One resource.
     *
     * @param problem why it is not in use; empty when it is
     */
    public record Shown(ResourceKey key, ByteString content, Optional<String> problem) {

        /** Without the content, which may be a private key. */
        @Override
        public String toString() {
            return key + ", " + content.size() + " bytes";
        }
    }
}
