package mesh.warren.model.share;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.symbolic.Scope;

/** The virtual Envoys of a domain, numbered. A number is given again only when Envoy serves its last owner no more. */
final class Members {

    private final Map<PodUid, Member> byPod = new HashMap<>();
    private final List<Member> byIndex = new ArrayList<>();
    private final BitSet usedIndexes = new BitSet();

    Member add(VirtualEnvoy envoy) {
        int index = usedIndexes.nextClearBit(0);
        Member member = new Member(envoy, index);
        usedIndexes.set(index);
        byPod.put(envoy.pod(), member);
        if (index == byIndex.size()) {
            byIndex.add(member);
        } else {
            byIndex.set(index, member);
        }
        return member;
    }

    /** Takes the member out; its number stays taken until {@link #free}. */
    void remove(Member member) {
        byPod.remove(member.envoy.pod());
    }

    void free(Member member) {
        usedIndexes.clear(member.index);
        byIndex.set(member.index, null);
    }

    /** Null when there is none. */
    Member of(PodUid pod) {
        return byPod.get(pod);
    }

    Member at(int index) {
        return byIndex.get(index);
    }

    /** Neither present nor remembered by Envoy. */
    boolean isEmpty() {
        return byPod.isEmpty() && usedIndexes.isEmpty();
    }

    /** The prefix of each set of members that may share something of this scope, with those of {@code among} in it. */
    Map<String, BitSet> byPrefix(BitSet among, Scope scope) {
        if (scope == Scope.DOMAIN && !among.isEmpty()) {
            return Map.of(at(among.nextSetBit(0)).prefix(scope), among);
        }
        Map<String, BitSet> groups = new TreeMap<>();
        among.stream().forEach(m -> groups
                .computeIfAbsent(at(m).prefix(scope), p -> new BitSet()).set(m));
        return groups;
    }
}
