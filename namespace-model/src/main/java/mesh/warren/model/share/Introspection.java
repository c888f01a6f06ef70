package mesh.warren.model.share;

import java.util.Optional;
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
}
