package mesh.warren.agent.publish;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.symbolic.SymbolicResource;

/**
 * All that the pods of this node shall be served at one moment. Immutable.
 *
 * @param number  counts up; named again when Envoy has all of it
 * @param pods    those whose view is known, by uid
 * @param awaited pods that have joined and of which it is not known yet what they shall be served: what Envoy has for them from
 *                before stays
 * @param common  what every pod has besides its view and its secrets; what did not change is the same object
 */
public record WantedViews(long number, SortedMap<PodUid, PodView> pods, Set<PodUid> awaited, List<SymbolicResource> common) {

    public WantedViews {
        pods = Collections.unmodifiableSortedMap(new TreeMap<>(pods));
        awaited = Set.copyOf(awaited);
        common = List.copyOf(common);
    }


    /** Whether all pods would be served the same. */
    public boolean sameAs(WantedViews other) {
        return awaited.equals(other.awaited) && common.equals(other.common) && pods.keySet().equals(other.pods.keySet())
                && pods.values().stream().allMatch(view -> view.sameAs(other.pods.get(view.pod().uid())));
    }

    boolean knows(PodUid uid) {
        return pods.containsKey(uid) || awaited.contains(uid);
    }

    /** Of pods that are all known. */
    public static WantedViews of(long number, Map<PodUid, PodView> pods) {
        return new WantedViews(number, new TreeMap<>(pods), Set.of(), List.of());
    }
}
