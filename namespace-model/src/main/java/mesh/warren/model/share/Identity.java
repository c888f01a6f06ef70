package mesh.warren.model.share;

import java.util.Arrays;

/**
 * What makes two virtual resources one: the same scope, the same content (which has type and virtual name), and the same
 * physical resource behind every reference.
 */
final class Identity {

    final String prefix;
    final Content content;
    /** Parallel to {@link Content#references}; null where the target is absent. */
    final ShareClass[] children;
    private final int hash;

    Identity(String prefix, Content content, ShareClass[] children) {
        this.prefix = prefix;
        this.content = content;
        this.children = children;
        this.hash = (prefix.hashCode() * 31 + content.id) * 31 + Arrays.hashCode(children);
    }

    ShareClass child(Slot slot) {
        int at = content.indexOf(slot);
        return at < 0 ? null : children[at];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Identity that && hash == that.hash && content == that.content
                && prefix.equals(that.prefix) && Arrays.equals(children, that.children);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
