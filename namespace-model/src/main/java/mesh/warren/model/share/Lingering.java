package mesh.warren.model.share;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import mesh.warren.model.share.ShareClass.Departed;
import mesh.warren.model.xds.ResourceType;

/**
 * What Envoy may still use although nobody wants it: former members of classes, until Envoy has acknowledged all that leads
 * them elsewhere, and classes without members, until it has acknowledged that nothing refers to them.
 */
final class Lingering {

    private final Emission emission;
    private final Worklist work;
    private final TreeMap<Long, Set<ShareClass>> departures = new TreeMap<>();
    private final TreeMap<Long, Set<ShareClass>> releases = new TreeMap<>();
    private final TreeMap<Long, Set<ShareClass>> changes = new TreeMap<>();
    private final TreeMap<Long, List<Map.Entry<Slot, BitSet>>> joining = new TreeMap<>();
    private final Set<ShareClass> emptied = new LinkedHashSet<>();

    Lingering(Emission emission, Worklist work) {
        this.emission = emission;
        this.work = work;
    }

    /** The members, who are not current any more, may be served by it until the generation under way is acknowledged. */
    void depart(ShareClass owner, BitSet members) {
        if (owner.slot.key.type() == ResourceType.LISTENER) {
            // Nothing refers to a door: it goes at once, and what it leads to lingers.
            for (ShareClass child : owner.identity().children) {
                prolong(child, members);
            }
        } else {
            owner.lingering.or(members);
            await(owner, (BitSet) members.clone());
        }
        work.addIfAllWait(owner);
        checkEmpty(owner);
    }

    /** What refers to it gets another child, or goes: former members of it linger for one generation more. */
    void prolong(ShareClass child, BitSet members) {
        if (child != null && child.lingering.intersects(members)) {
            BitSet both = (BitSet) members.clone();
            both.and(child.lingering);
            await(child, both);
        }
    }

    /** Envoy never took the class: nobody is served by it. */
    void never(ShareClass owner, BitSet former) {
        BitSet all = (BitSet) owner.lingering.clone();
        all.or(former);
        owner.lingering.clear();
        owner.departed.clear();
        owner.taken = false;
        for (ShareClass child : owner.identity().children) {
            prolong(child, all);
        }
        checkEmpty(owner);
    }

    private void await(ShareClass owner, BitSet members) {
        owner.departed.addLast(new Departed(emission.next(), members));
        departures.computeIfAbsent(emission.next(), g -> new HashSet<>()).add(owner);
        emission.await();
    }

    /** The members are current again. */
    void comeBack(ShareClass owner, BitSet members) {
        if (owner.lingering.intersects(members)) {
            owner.lingering.andNot(members);
            owner.departed.forEach(d -> d.members().andNot(members));
        }
    }

    /** The class has another stage, and keeps the older ones until the generation under way is acknowledged. */
    void changed(ShareClass owner) {
        changes.computeIfAbsent(emission.next(), g -> new HashSet<>()).add(owner);
    }

    /** These want to join the class, when Envoy has acknowledged what it is now. */
    void lookAgain(ShareClass target, BitSet members) {
        joining.computeIfAbsent(target.stage().generation(), g -> new ArrayList<>())
                .add(Map.entry(target.slot, (BitSet) members.clone()));
        emission.await();
    }

    /** One reference to it less. */
    void released(ShareClass child) {
        child.referrers--;
        child.released = emission.next();
        checkEmpty(child);
    }

    void checkEmpty(ShareClass owner) {
        if (owner.empty()) {
            emptied.add(owner);
        }
    }

    /** Classes that can be removed now; looks at each class once after something left it. */
    List<ShareClass> removable() {
        List<ShareClass> removable = new ArrayList<>();
        for (ShareClass owner : emptied) {
            if (owner.empty() && owner.referrers == 0) {
                if (!owner.taken || owner.released <= emission.acknowledged()) {
                    removable.add(owner);
                } else {
                    releases.computeIfAbsent(owner.released, g -> new HashSet<>()).add(owner);
                    emission.await();
                }
            }
        }
        emptied.clear();
        return removable;
    }

    /** @param forget takes the content of a stage that Envoy has no more */
    void acknowledged(Consumer<Content> forget) {
        long upTo = emission.acknowledged();
        drain(changes, upTo).forEach(owner -> settle(owner, upTo, forget));
        var joins = joining.headMap(upTo, true);
        joins.values().forEach(all -> all.forEach(join -> work.add(join.getKey(), join.getValue())));
        joins.clear();
        emptied.addAll(drain(releases, upTo));
        clear(drain(departures, upTo), upTo);
    }

    private static void settle(ShareClass owner, long upTo, Consumer<Content> forget) {
        while (!owner.older.isEmpty() && successor(owner) <= upTo) {
            forget.accept(owner.older.pollFirst().identity().content);
        }
    }

    private static long successor(ShareClass owner) {
        return owner.older.stream().skip(1).findFirst().orElse(owner.stage()).generation();
    }

    boolean isEmpty() {
        return joining.isEmpty() && departures.isEmpty() && releases.isEmpty() && changes.isEmpty() && emptied.isEmpty();
    }

    /** From doors down, so that whoever is cleared above is cleared below as well. */
    private void clear(Set<ShareClass> owners, long upTo) {
        TreeMap<Slot, Map<ShareClass, BitSet>> open = new TreeMap<>();
        for (ShareClass owner : owners) {
            BitSet candidates = new BitSet();
            while (!owner.departed.isEmpty() && owner.departed.peekFirst().generation() <= upTo) {
                candidates.or(owner.departed.pollFirst().members());
            }
            add(open, owner, candidates);
        }
        while (!open.isEmpty()) {
            open.pollLastEntry().getValue().forEach((owner, candidates) -> clear(owner, candidates, open));
        }
    }

    private void clear(ShareClass owner, BitSet candidates, TreeMap<Slot, Map<ShareClass, BitSet>> open) {
        candidates.and(owner.lingering);
        owner.departed.forEach(d -> candidates.andNot(d.members()));
        for (Dependent dependent : owner.slot.dependents) {
            if (dependent instanceof ShareClass parent && parent.identity().child(owner.slot) == owner) {
                candidates.andNot(parent.current);
                candidates.andNot(parent.lingering);
            }
        }
        if (candidates.isEmpty()) {
            return;
        }
        owner.lingering.andNot(candidates);
        for (ShareClass child : owner.identity().children) {
            if (child != null) {
                add(open, child, (BitSet) candidates.clone());
            }
        }
        work.addIfAllWait(owner);
        checkEmpty(owner);
    }

    private static void add(TreeMap<Slot, Map<ShareClass, BitSet>> open, ShareClass owner, BitSet members) {
        if (owner.lingering.intersects(members)) {
            open.computeIfAbsent(owner.slot, s -> new HashMap<>()).computeIfAbsent(owner, o -> new BitSet()).or(members);
        }
    }

    private static Set<ShareClass> drain(TreeMap<Long, Set<ShareClass>> byGeneration, long upTo) {
        Set<ShareClass> all = new LinkedHashSet<>();
        var due = byGeneration.headMap(upTo, true);
        due.values().forEach(all::addAll);
        due.clear();
        return all;
    }
}
