package mesh.warren.model.share;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import mesh.warren.model.symbolic.Scope;

/**
 * Puts members into the classes that they should be in, bottom up, until nothing is left to do. Here is the rule of the
 * settle window: who wants other content waits for the rest of its class; who only follows what it refers to does not.
 */
final class Placement {

    /** Members of whom the same identity is wanted. */
    private record Want(Identity identity, BitSet members) {}

    private static final Comparator<Pending> LARGEST_FIRST = Comparator
            .comparingInt((Pending p) -> -p.members.cardinality())
            .thenComparing(p -> p.content.bytes.canonical(),
                    ByteString.unsignedLexicographicalComparator());

    private final Members members;
    private final ContentStore contents;
    private final Classes classes;
    private final Waiting waiting;
    private final Lingering lingering;
    private final Worklist work;

    Placement(Members members, ContentStore contents, Classes classes, Waiting waiting, Lingering lingering, Worklist work) {
        this.members = members;
        this.contents = contents;
        this.classes = classes;
        this.waiting = waiting;
        this.lingering = lingering;
        this.work = work;
    }

    void run(long now) {
        for (Map.Entry<Slot, BitSet> next = work.poll(); next != null; next = work.poll()) {
            place(next.getKey(), next.getValue(), now);
        }
        for (List<ShareClass> empty = lingering.removable(); !empty.isEmpty(); empty = lingering.removable()) {
            empty.forEach(classes::remove);
        }
    }

    private void place(Slot slot, BitSet dirty, long now) {
        for (ShareClass from : List.copyOf(slot.classes)) {
            BitSet here = and(from.current, dirty);
            placePending(slot, from, from.pending, here, now);
            here.and(from.current);
            from.pending.forEach(p -> here.andNot(p.members));
            placeAll(slot, from, from.content(), null, here, now);
        }
        placePending(slot, null, slot.unserved, dirty, now);
    }

    private void placePending(Slot slot, ShareClass from, List<Pending> all, BitSet dirty, long now) {
        if (all.isEmpty()) {
            return;
        }
        List<Pending> touched = new ArrayList<>(all);
        touched.removeIf(p -> !p.members.intersects(dirty));
        touched.sort(LARGEST_FIRST);
        for (Pending pending : touched) {
            placeAll(slot, from, pending.content, pending, and(pending.members, dirty), now);
            pending.due = false;
        }
    }

    private void placeAll(Slot slot, ShareClass from, Content content, Pending pending, BitSet who, long now) {
        contents.hold(content);
        placeHeld(slot, from, content, pending, who, now);
        contents.release(content);
    }

    private void placeHeld(Slot slot, ShareClass from, Content content, Pending pending, BitSet who, long now) {
        List<Want> wants = new ArrayList<>(1);
        while (!who.isEmpty()) {
            int first = who.nextSetBit(0);
            Resolution resolution = Resolver.resolve(first, content);
            BitSet alike = Resolver.alike(who, first, content, resolution);
            who.andNot(alike);
            if (resolution.isComplete()) {
                members.byPrefix(alike, content.scope).forEach((prefix, some) ->
                        wants.add(new Want(new Identity(prefix, content, resolution.children()), some)));
            }
        }
        if (wants.size() > 1) {
            wants.sort(Comparator.comparingInt(w -> -w.members.cardinality()));
        }
        for (Want want : wants) {
            if (from == null) {
                if (!waitForAck(classes.of(want.identity), want.members)) {
                    waiting.remove(slot, pending, want.members);
                    enter(want.identity, want.members);
                }
            } else {
                move(from, want, pending, now);
            }
        }
    }

    private void move(ShareClass from, Want want, Pending pending, long now) {
        ShareClass target = classes.of(want.identity);
        if (target == from) {
            arrived(pending, from, want.members);
            return;
        }
        BitSet whole = pending == null ? want.members : (BitSet) pending.members.clone();
        if (whole.equals(from.current) && from.lingering.isEmpty() && allWant(want, whole)) {
            if (target == null) {
                arrived(pending, from, whole);
                classes.rekey(from, want.identity);
            } else {
                merge(from, target, want, pending);
            }
        } else if (mayWait(from, want.identity) && (pending == null || !pending.due)) {
            waiting.hold(waiting.add(from.slot, from, want.identity.content, want.members), now);
        } else if (!waitForAck(target, want.members)) {
            arrived(pending, from, want.members);
            leave(from, want.members);
            enter(want.identity, want.members);
            lingering.depart(from, want.members);
        }
    }

    /** Something that a control plane said makes the difference, so that the others may be told the same in a moment. */
    private static boolean mayWait(ShareClass from, Identity wanted) {
        if (from.content() != wanted.content) {
            return true;
        }
        for (int i = 0; i < wanted.children.length; i++) {
            if ((wanted.children[i] == null) != (from.identity().children[i] == null)) {
                return true;
            }
        }
        return false;
    }

    private boolean allWant(Want want, BitSet whole) {
        if (whole.equals(want.members)) {
            return true;
        }
        Content content = want.identity.content;
        if (content.scope != Scope.DOMAIN && members.byPrefix(whole, content.scope).size() > 1) {
            return false;
        }
        int first = want.members.nextSetBit(0);
        return Resolver.alike(whole, first, content, Resolution.complete(want.identity.children)).equals(whole);
    }

    private void arrived(Pending pending, ShareClass at, BitSet who) {
        if (pending != null) {
            waiting.remove(at.slot, pending, who);
        }
    }

    /**
     * A class that changed in place may still be the older one in Envoy, which is not what these were sent: they join when
     * Envoy has acknowledged the change.
     */
    private boolean waitForAck(ShareClass target, BitSet who) {
        if (target == null || target.older.isEmpty()) {
            return false;
        }
        lingering.lookAgain(target, who);
        return true;
    }

    /** Two classes become one: those of the smaller one get the other name. */
    private void merge(ShareClass from, ShareClass target, Want want, Pending pending) {
        if (from.current.cardinality() > target.current.cardinality()) {
            arrived(pending, from, from.current);
            classes.rekey(from, want.identity);
            lingering.lookAgain(from, target.current);
        } else if (!waitForAck(target, from.current)) {
            BitSet movers = (BitSet) from.current.clone();
            arrived(pending, from, movers);
            leave(from, movers);
            enter(want.identity, movers);
            lingering.depart(from, movers);
        }
    }

    private void leave(ShareClass from, BitSet who) {
        from.current.andNot(who);
    }

    private void enter(Identity identity, BitSet who) {
        ShareClass target = classes.of(identity);
        if (target == null) {
            target = classes.create(identity);
        }
        classes.enter(target, who);
        work.addDependents(target.slot, who);
    }

    /**
     * Envoy does not take the class as it is: back to the last stage that it took. When it never took any, each member goes
     * back to what it had, and so does all that refers to the class, which Envoy cannot have taken either.
     */
    void refuse(ShareClass owner) {
        BitSet who = (BitSet) owner.current.clone();
        if (!classes.hasGoodStage(owner)) {
            for (Dependent dependent : List.copyOf(owner.slot.dependents)) {
                if (dependent instanceof ShareClass parent && parent.identity().child(owner.slot) == owner) {
                    refuse(parent);
                }
            }
            disband(owner, who);
        } else {
            BitSet settled = (BitSet) who.clone();
            owner.pending.forEach(p -> settled.andNot(p.members));
            if (!settled.isEmpty()) {
                waiting.add(owner.slot, owner, owner.content(), settled);
            }
            ShareClass same = classes.revert(owner);
            if (same != null) {
                work.add(same.slot, same.current);
            }
        }
        work.add(owner.slot, who);
        work.addDependents(owner.slot, who);
    }

    private void disband(ShareClass owner, BitSet who) {
        List<Pending> wanted = List.copyOf(owner.pending);
        leave(owner, who);
        who.stream().forEach(member -> {
            Pending pending = Pending.of(wanted, member);
            BitSet one = Resolver.only(member);
            ShareClass last = lastGood(owner.slot, member);
            if (last != null) {
                classes.enter(last, one);
            }
            waiting.add(owner.slot, last, pending == null ? owner.content() : pending.content, one);
            if (pending != null) {
                waiting.remove(owner.slot, pending, one);
            }
        });
        lingering.never(owner, who);
    }

    private static ShareClass lastGood(Slot slot, int member) {
        ShareClass last = null;
        for (ShareClass candidate : slot.classes) {
            if (candidate.lingering.get(member) && candidate.content().refused == null) {
                last = candidate;
            }
        }
        return last;
    }

    private static BitSet and(BitSet some, BitSet others) {
        BitSet both = (BitSet) some.clone();
        both.and(others);
        return both;
    }
}
