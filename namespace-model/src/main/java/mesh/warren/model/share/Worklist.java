package mesh.warren.model.share;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** Names to look at again, and for which members: referred to before referring. */
final class Worklist {

    private final TreeMap<Slot, BitSet> work = new TreeMap<>();

    void add(Slot slot, BitSet members) {
        if (!members.isEmpty()) {
            work.computeIfAbsent(slot, s -> new BitSet()).or(members);
        }
    }

    /** All that refers to this name, for these members. */
    void addDependents(Slot slot, BitSet members) {
        for (Dependent dependent : slot.dependents) {
            if (dependent.concerned().intersects(members)) {
                BitSet both = (BitSet) dependent.concerned().clone();
                both.and(members);
                add(dependent.content().slot, both);
            }
        }
    }

    /** Members of the class who wait, if now all of its members want the same. */
    void addIfAllWait(ShareClass owner) {
        for (Pending pending : owner.pending) {
            if (pending.members.equals(owner.current)) {
                add(owner.slot, owner.current);
            }
        }
    }

    /** The first one, taken out; null when there is none. */
    Map.Entry<Slot, BitSet> poll() {
        return work.pollFirstEntry();
    }
}
