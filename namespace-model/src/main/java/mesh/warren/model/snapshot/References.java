package mesh.warren.model.snapshot;

import com.google.protobuf.ByteString;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * Says whether a resource refers to another. Asked only about what Envoy refused, and what stays behind because of it; all
 * else is ordered by type alone.
 */
@FunctionalInterface
public interface References {

    /**
     * A reference is a name that stands in the bytes. That may say yes too often, which only delays a removal; it never
     * misses one, except for names made when a connection comes (dispatch), which no check of contents can know.
     */
    References BY_CONTENT = (from, to) -> contains(from.content(), ByteString.copyFromUtf8(to.name().value()));

    boolean refers(PhysicalResource from, ResourceKey to);

    private static boolean contains(ByteString text, ByteString word) {
        int last = text.size() - word.size();
        for (int start = 0; start <= last; start++) {
            int i = 0;
            while (i < word.size() && text.byteAt(start + i) == word.byteAt(i)) {
                i++;
            }
            if (i == word.size()) {
                return true;
            }
        }
        return false;
    }
}
