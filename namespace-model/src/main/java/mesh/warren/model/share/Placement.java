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
            } else if (from != null && !isGood(from, alike)) {
                refuse(from);
                return;
            }
        }
        if (wants.size() > 1) {
            wants.sort(Comparator.comparingInt(w -> -w.members.cardinality()));
        }
        for (Want want : wants) {
            if (from == null) {
                waiting.remove(slot, pending, want.members);
                enter(want.identity, want.members);
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
            arrived(pending, from, whole);
            if (target == null) {
                classes.rekey(from, want.identity);
            } else {
                merge(from, target, want.identity);
            }
        } else if (mayWait(from, want.identity) && (pending == null || !pending.due)) {
            waiting.hold(waiting.add(from.slot, from, want.identity.content, want.members), now);
        } else {
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

    /** Two classes become one: those of the smaller one get the other name. */
    private void merge(ShareClass from, ShareClass target, Identity identity) {
        BitSet movers = (BitSet) from.current.clone();
        if (movers.cardinality() > target.current.cardinality() && target.lingering.isEmpty()) {
            BitSet fewer = (BitSet) target.current.clone();
            classes.rekey(from, identity);
            for (Pending pending : List.copyOf(target.pending)) {
                BitSet who = (BitSet) pending.members.clone();
                waiting.add(from.slot, from, pending.content, who);
                waiting.remove(target.slot, pending, who);
            }
            leave(target, fewer);
            classes.enter(from, fewer);
            work.add(from.slot, fewer);
            work.addDependents(from.slot, fewer);
            lingering.depart(target, fewer);
        } else {
            leave(from, movers);
            enter(identity, movers);
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

    /** What cannot be served anew stays where it is, unless Envoy never took what that refers to. */
    private static boolean isGood(ShareClass from, BitSet who) {
        for (ShareClass child : from.identity().children) {
            if (child != null && !who.stream().allMatch(child::serves)) {
                return false;
            }
        }
        return true;
    }

    /** Envoy does not take the class as it is: back to the last stage that it took, or else each member to what it had. */
    void refuse(ShareClass owner) {
        BitSet who = (BitSet) owner.current.clone();
        Content refused = owner.content();
        if (!owner.older.isEmpty()) {
            owner.pending.forEach(p -> who.andNot(p.members));
            if (!who.isEmpty()) {
                waiting.add(owner.slot, owner, refused, who);
            }
            ShareClass same = classes.revert(owner);
            if (same != null) {
                work.add(same.slot, same.current);
            }
            return;
        }
        List<Pending> wanted = List.copyOf(owner.pending);
        leave(owner, who);
        who.stream().forEach(member -> {
            Pending pending = Pending.of(wanted, member);
            Content content = pending == null ? refused : pending.content;
            BitSet one = Resolver.only(member);
            ShareClass last = lastGood(owner.slot, member);
            if (last != null) {
                classes.enter(last, one);
            }
            waiting.add(owner.slot, last, content, one);
            if (pending != null) {
                waiting.remove(owner.slot, pending, one);
            }
        });
        work.add(owner.slot, who);
        work.addDependents(owner.slot, who);
        lingering.checkEmpty(owner);
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
