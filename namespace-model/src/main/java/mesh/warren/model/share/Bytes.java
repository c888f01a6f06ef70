package mesh.warren.model.share;

import com.google.protobuf.ByteString;
import mesh.warren.model.id.Domain;
import mesh.warren.model.symbolic.Separator;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/** The physical bytes of an identity: its content with the physical names of its children in it. */
final class Bytes {

    private Bytes() {}

    /** @param physical the name that the resource itself has, or would have */
    static ByteString of(Identity identity, ResourceKey physical) {
        Content content = identity.content;
        return content.bytes.resolve(key -> key.equals(content.slot.key) ? physical.name() : name(identity, key));
    }

    /** What stands in the place of a reference. */
    static ResourceName name(Identity identity, ResourceKey key) {
        Slot[] references = identity.content.references;
        int low = 0;
        int high = references.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = references[middle].key.compareTo(key);
            if (order == 0) {
                ShareClass child = identity.children[middle];
                return child != null ? child.physical.name() : PhysicalNames.absent(domain(identity), key);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw new IllegalStateException(identity.content + " asks for " + key + ", which is not among its references");
    }

    private static Domain domain(Identity identity) {
        String prefix = identity.prefix;
        int end = prefix.indexOf(Separator.CHARACTER);
        return new Domain(end < 0 ? prefix : prefix.substring(0, end));
    }
}
