package mesh.warren.model.share;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/**
 * Who shares the resources of one virtual name of a domain, and why not everybody does: what {@code warren why} says. Two
 * classes are apart by {@link ClassInfo#scope} (another tenant, another pod), by {@link Shared#canonical} ({@link Difference}
 * finds the field), or by {@link Shared#references}: then the answer is in the explanation of the one that differs.
 *
 * @param virtual what the control planes call it
 * @param classes its share classes, the largest first
 * @param waiting virtual Envoys that are not served what they were sent last
 */
public record Explanation(ResourceKey virtual, List<Shared> classes, List<Waiting> waiting) {

    /**
     * One share class.
     *
     * @param info       type, names, scope, counts
     * @param members    who is served by it
     * @param canonical  its content, with virtual names in it
     * @param references what its references lead to in Envoy; a name of {@link PhysicalNames#isAbsent} where they lead nowhere
     */
    public record Shared(ClassInfo info, List<VirtualEnvoy> members, ByteString canonical,
            SortedMap<ResourceKey, ResourceName> references) {}

    /**
     * One virtual Envoy that waits.
     *
     * @param servedBy the physical resource with the last good content; empty when it is not served at all
     * @param reason   what it waits for, or why it will wait until its control plane sends something else
     */
    public record Waiting(VirtualEnvoy envoy, Optional<ResourceKey> servedBy, String reason) {}
}
