package mesh.warren.model.share;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who waits for what, and until when: the settle window. */
final class Waiting {

    private final ContentStore contents;
    private final long window;
    private final TreeSet<Pending> deadlines = new TreeSet<>(
            Comparator.comparingLong((Pending p) -> p.deadline).thenComparingInt(p -> p.id));
    private final Set<Pending> open = new HashSet<>();
    private int nextId;

    /** @param window milliseconds */
    Waiting(ContentStore contents, long window) {
        this.contents = contents;
        this.window = window;
    }

    /** The members want this content instead of what {@code from} (null: nothing) gives them. */
    Pending add(Slot slot, ShareClass from, Content content, BitSet members) {
        List<Pending> all = from == null ? slot.unserved : from.pending;
        Pending pending = Pending.of(all, content);
        if (pending == null) {
            pending = new Pending(++nextId, from, content);
            contents.hold(content);
            pending.watch();
            all.add(pending);
            open.add(pending);
        }
        pending.members.or(members);
        return pending;
    }

    /** The members got what they want, or want something else. */
    void remove(Slot slot, Pending pending, BitSet members) {
        pending.members.andNot(members);
        if (pending.members.isEmpty()) {
            (pending.from == null ? slot.unserved : pending.from.pending).remove(pending);
            deadlines.remove(pending);
            open.remove(pending);
            pending.unwatch();
            contents.release(pending.content);
        }
    }

    /** Starts the window, if it does not run already. */
    void hold(Pending pending, long now) {
        if (pending.deadline == Pending.NEVER) {
            pending.deadline = now + window;
            deadlines.add(pending);
        }
    }

    /** {@link Pending#NEVER} when nobody waits for others. */
    long nextDeadline() {
        return deadlines.isEmpty() ? Pending.NEVER : deadlines.first().deadline;
    }

    /** What Envoy refused and somebody still wants. */
    List<Pending> refused() {
        return open.stream().filter(pending -> pending.content.refused != null).toList();
    }

    /** Those who wait for others or for Envoy, not for something that is missing or refused. */
    BitSet moving() {
        BitSet moving = new BitSet();
        for (Pending pending : open) {
            BitSet left = (BitSet) pending.members.clone();
            while (!left.isEmpty()) {
                int first = left.nextSetBit(0);
                Resolution resolution = Resolver.resolve(first, pending.content);
                BitSet alike = Resolver.alike(left, first, pending.content, resolution);
                left.andNot(alike);
                if (resolution.isComplete()) {
                    moving.or(alike);
                }
            }
        }
        return moving;
    }

    /** Those whose window is over are due; they wait no more. */
    void expire(long now, Worklist work) {
        while (nextDeadline() <= now) {
            Pending pending = deadlines.pollFirst();
            pending.deadline = Pending.NEVER;
            pending.due = true;
            work.add(pending.content.slot, pending.members);
        }
    }
}
