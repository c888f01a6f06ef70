package mesh.warren.model.share;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.Version;

/** Sharing within one domain. Domains have nothing in common but the count of generations, so nothing can cross. */
final class DomainShare {

    final Members members = new Members();
    final ContentStore contents = new ContentStore();
    final Naming naming = new Naming();
    final Classes classes;
    private final Emission emission;
    private final Worklist work = new Worklist();
    private final Waiting waiting;
    private final Lingering lingering;
    private final Placement placement;
    private final TreeMap<Long, List<Member>> leaving = new TreeMap<>();
    private boolean gathering;

    /** @param window the settle window in milliseconds */
    DomainShare(Emission emission, long window) {
        this.emission = emission;
        this.waiting = new Waiting(contents, window);
        this.lingering = new Lingering(emission, work);
        this.classes = new Classes(contents, naming, emission, lingering);
        this.placement = new Placement(members, contents, classes, waiting, lingering, work);
    }

    void push(Member member, Push push, long now) {
        push.upserts().forEach(resource -> PhysicalNames.requireShareable(resource.key()));
        for (ResourceKey key : push.removals()) {
            Slot slot = contents.slot(key);
            if (slot != null && member.slots.get(slot.index) && push.upserts().stream().noneMatch(r -> r.key().equals(key))) {
                remove(member, slot);
                work.addDependents(slot, Resolver.only(member.index));
            }
        }
        push.upserts().forEach(resource -> want(member, resource));
        run(now);
    }

    private void want(Member member, SymbolicResource resource) {
        Content content = contents.intern(resource);
        Slot slot = content.slot;
        BitSet self = Resolver.only(member.index);
        ShareClass current = slot.current(member.index);
        Pending before = slot.pending(member.index);
        Content last = before != null ? before.content : current != null ? current.content() : null;
        if (last == content) {
            return;
        }
        member.slots.set(slot.index);
        if (current == null || current.content() != content) {
            waiting.add(slot, current, content, self);
        }
        if (before != null) {
            waiting.remove(slot, before, self);
        }
        work.add(slot, self);
    }

    private void remove(Member member, Slot slot) {
        BitSet self = Resolver.only(member.index);
        member.slots.clear(slot.index);
        ShareClass current = slot.current(member.index);
        Pending pending = slot.pending(member.index);
        if (current != null) {
            current.current.andNot(self);
            lingering.depart(current, self);
        }
        if (pending != null) {
            waiting.remove(slot, pending, self);
        }
    }

    void leave(Member member, long now) {
        List<Slot> all = new ArrayList<>();
        member.slots.stream().forEach(index -> all.add(contents.slot(index)));
        all.sort(null);
        all.forEach(slot -> remove(member, slot));
        members.remove(member);
        leaving.computeIfAbsent(emission.next(), g -> new ArrayList<>()).add(member);
        emission.await();
        run(now);
    }

    void tick(long now) {
        if (!gathering) {
            waiting.expire(now, work);
        }
        run(now);
    }

    long nextDeadline() {
        return gathering ? Pending.NEVER : waiting.nextDeadline();
    }

    void unplaced(Set<PodUid> moving, Map<PodUid, Map<ResourceKey, String>> refused) {
        waiting.moving().stream().forEach(index -> moving.add(members.at(index).envoy.pod()));
        waiting.refused().forEach(pending -> pending.members.stream().forEach(index -> refused
                .computeIfAbsent(members.at(index).envoy.pod(), pod -> new TreeMap<>())
                .put(pending.content.slot.key, pending.content.refused)));
    }

    void acknowledged(long now) {
        lingering.acknowledged(contents::release);
        run(now);
        var gone = leaving.headMap(emission.acknowledged(), true);
        gone.values().forEach(all -> all.forEach(members::free));
        gone.clear();
    }

    /** @return false when it is not the class's present content that was refused */
    boolean refused(ResourceKey physical, Version version, String reason, long now) {
        ShareClass owner = naming.owner(physical);
        if (owner == null || !version.equals(owner.emitted)) {
            return false;
        }
        owner.content().refused = "refused by Envoy: " + reason;
        placement.refuse(owner);
        run(now);
        return true;
    }

    /** From now on nothing is placed, until {@link #place}. */
    void gather() {
        gathering = true;
    }

    void place(long now) {
        gathering = false;
        run(now);
    }

    String leftovers() {
        String left = "";
        left += contents.size() == 0 ? "" : contents.size() + " contents ";
        left += contents.slots().iterator().hasNext() ? "names " : "";
        left += classes.size() == 0 ? "" : classes.size() + " classes ";
        left += naming.owners().iterator().hasNext() ? "physical names " : "";
        left += members.isEmpty() ? "" : "members ";
        left += lingering.isEmpty() ? "" : "unacknowledged ";
        left += waiting.nextDeadline() == Pending.NEVER ? "" : "deadlines ";
        return left.strip();
    }

    private void run(long now) {
        if (!gathering) {
            placement.run(now);
        }
    }
}
