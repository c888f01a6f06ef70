package mesh.warren.model.share;

import java.util.ArrayList;
import java.util.List;
import mesh.warren.model.xds.ResourceKey;

/**
 * All about one virtual name of a domain: the classes that its resource has, who is not served yet, and who refers to it.
 * Sorted by key.
 */
final class Slot implements Comparable<Slot> {

    final ResourceKey key;
    /** Its place in the bit sets of the members. */
    final int index;
    final List<ShareClass> classes = new ArrayList<>(1);
    /** By content: members that have no class, because it is incomplete or refused and there is no last good one. */
    final List<Pending> unserved = new ArrayList<>(0);
    /** Classes and pending contents that refer to this name. */
    final List<Dependent> dependents = new ArrayList<>(1);
    /** Contents that are of this name or refer to it. */
    int pins;

    Slot(ResourceKey key, int index) {
        this.key = key;
        this.index = index;
    }

    /** The class by which the member is served as its control plane wants it now; null when it has or wants none. */
    ShareClass current(int member) {
        for (int i = 0; i < classes.size(); i++) {
            ShareClass candidate = classes.get(i);
            if (candidate.current.get(member)) {
                return candidate;
            }
        }
        return null;
    }

    /** What the member wants instead of what it has; null when it has what it wants, or wants nothing. */
    Pending pending(int member) {
        ShareClass current = current(member);
        return Pending.of(current == null ? unserved : current.pending, member);
    }

    /** What the member's control plane sent last; null when it removed the resource or never sent it. */
    Content desired(int member) {
        ShareClass current = current(member);
        Pending pending = Pending.of(current == null ? unserved : current.pending, member);
        return pending != null ? pending.content : current != null ? current.content() : null;
    }


    @Override
    public int compareTo(Slot other) {
        return key.compareTo(other.key);
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
