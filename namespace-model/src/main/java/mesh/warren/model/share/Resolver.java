package mesh.warren.model.share;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Finds what references lead to. Reads only. */
final class Resolver {

    private Resolver() {}

    static Resolution resolve(int member, Content content) {
        if (content.refused != null) {
            return Resolution.refused(content.refused);
        }
        ShareClass[] children = new ShareClass[content.references.length];
        for (int i = 0; i < children.length; i++) {
            Slot reference = content.references[i];
            children[i] = reference.current(member);
            if (children[i] == null && !content.toleratesAbsence(reference)) {
                return Resolution.waitsFor(reference);
            }
            if (sameType(content, reference) && leadsTo(reference, content.slot, member)) {
                return Resolution.refused("refers to itself by way of " + reference.key);
            }
        }
        return Resolution.complete(children);
    }

    /** Those of {@code among} for whom the references lead to the same as for {@code member}, of whom it is said. */
    static BitSet alike(BitSet among, int member, Content content, Resolution resolution) {
        BitSet alike = (BitSet) among.clone();
        if (resolution.isComplete()) {
            if (hasSameType(content)) {
                alike.stream().filter(m -> !Arrays.equals(resolution.children(), resolve(m, content).children()))
                        .forEach(alike::clear);
                return alike;
            }
            for (int i = 0; i < content.references.length; i++) {
                if (resolution.children()[i] != null) {
                    alike.and(resolution.children()[i].current);
                } else {
                    withoutServed(alike, content.references[i]);
                }
            }
        } else if (resolution.missing() != null) {
            withoutServed(alike, resolution.missing());
        } else if (content.refused == null) {
            return only(member);
        }
        return alike;
    }

    static BitSet only(int member) {
        BitSet one = new BitSet();
        one.set(member);
        return one;
    }

    private static void withoutServed(BitSet members, Slot slot) {
        slot.classes.forEach(c -> members.andNot(c.current));
    }

    private static boolean hasSameType(Content content) {
        for (Slot reference : content.references) {
            if (sameType(content, reference)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameType(Content content, Slot reference) {
        return reference.key.type() == content.slot.key.type();
    }

    /** References within a type (aggregate clusters) are the only ones that could form a circle. */
    private static boolean leadsTo(Slot from, Slot to, int member) {
        Deque<Slot> open = new ArrayDeque<>();
        Set<Slot> seen = new HashSet<>();
        open.add(from);
        while (!open.isEmpty()) {
            Slot slot = open.poll();
            if (slot == to) {
                return true;
            }
            Content desired = seen.add(slot) ? slot.desired(member) : null;
            if (desired != null) {
                for (Slot next : desired.references) {
                    if (sameType(desired, next)) {
                        open.add(next);
                    }
                }
            }
        }
        return false;
    }
}
