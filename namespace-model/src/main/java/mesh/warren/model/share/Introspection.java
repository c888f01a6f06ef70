package mesh.warren.model.share;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/** Answers questions of people. Reads only. */
final class Introspection {

    private Introspection() {}

    static Optional<ShareClass> current(DomainShare domain, PodUid pod, ResourceKey virtual) {
        Slot slot = domain.contents.slot(virtual);
        return slot == null ? Optional.empty() : Optional.ofNullable(slot.current(domain.members.of(pod).index));
    }

    static ClassInfo info(ShareClass owner) {
        int waiting = owner.pending.stream().mapToInt(p -> p.members.cardinality()).sum();
        return new ClassInfo(owner.slot.key, owner.physical, owner.content().scope, owner.current.cardinality(), waiting,
                owner.lingering.cardinality(), owner.size);
    }

    static boolean dispatchesPlainly(DomainShare domain, Member member, Predicate<ResourceName> dispatched) {
        for (ShareClass owner : domain.naming.owners()) {
            if (owner.slot.key.type() == ResourceType.CLUSTER && dispatched.test(owner.slot.key.name())) {
                ResourceName plain = PhysicalNames.plain(member.envoy.domain(), owner.slot.key.name());
                if (owner.current.get(member.index) != owner.physical.name().equals(plain)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Of a virtual or a physical name; empty when the domain has nothing of it. */
    static Optional<Explanation> why(DomainShare domain, ResourceKey key) {
        ShareClass owner = domain.naming.owner(key);
        Slot slot = owner != null ? owner.slot : domain.contents.slot(key);
        if (slot == null) {
            return Optional.empty();
        }
        List<Explanation.Shared> classes = slot.classes.stream()
                .map(c -> new Explanation.Shared(info(c), envoys(domain, c.current), c.content().bytes.canonical(), references(c)))
                .sorted(Comparator.comparingInt(c -> -c.info().members()))
                .toList();
        List<Explanation.Waiting> waiting = new ArrayList<>();
        slot.unserved.forEach(p -> addWaiting(waiting, domain, p));
        slot.classes.forEach(c -> c.pending.forEach(p -> addWaiting(waiting, domain, p)));
        return Optional.of(new Explanation(slot.key, classes, waiting));
    }

    private static void addWaiting(List<Explanation.Waiting> all, DomainShare domain, Pending pending) {
        Optional<ResourceKey> servedBy = Optional.ofNullable(pending.from).map(c -> c.physical);
        pending.members.stream().forEach(member -> {
            Resolution resolution = Resolver.resolve(member, pending.content);
            String reason = !resolution.isComplete() ? resolution.blocker()
                    : pending.deadline == Pending.NEVER ? "waits for Envoy to acknowledge what it is to join"
                    : "waits for the rest of its class, at most until " + Instant.ofEpochMilli(pending.deadline);
            all.add(new Explanation.Waiting(domain.members.at(member).envoy, servedBy, reason));
        });
    }

    private static List<VirtualEnvoy> envoys(DomainShare domain, BitSet members) {
        return members.stream().mapToObj(m -> domain.members.at(m).envoy).sorted(Comparator.comparing(VirtualEnvoy::pod)).toList();
    }

    private static SortedMap<ResourceKey, ResourceName> references(ShareClass owner) {
        SortedMap<ResourceKey, ResourceName> references = new TreeMap<>();
        for (Slot reference : owner.content().references) {
            references.put(reference.key, Bytes.name(owner.identity(), reference.key));
        }
        return references;
    }
}
