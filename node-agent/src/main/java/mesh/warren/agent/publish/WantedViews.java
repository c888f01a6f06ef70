package mesh.warren.agent.publish;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.id.PodUid;

/**
 * All that the pods of this node shall be served at one moment. Immutable.
 *
 * @param number  counts up; named again when Envoy has all of it
 * @param pods    those whose view is known, by uid
 * @param awaited pods that have joined and of which it is not known yet what they shall be served: what Envoy has for them from
 *                before stays
 */
public record WantedViews(long number, SortedMap<PodUid, PodView> pods, Set<PodUid> awaited) {

    public WantedViews {
        pods = Collections.unmodifiableSortedMap(new TreeMap<>(pods));
        awaited = Set.copyOf(awaited);
    }


    /** Whether all pods would be served the same. */
    public boolean sameAs(WantedViews other) {
        return awaited.equals(other.awaited) && pods.keySet().equals(other.pods.keySet())
                && pods.values().stream().allMatch(view -> view.sameAs(other.pods.get(view.pod().uid())));
    }

    boolean knows(PodUid uid) {
        return pods.containsKey(uid) || awaited.contains(uid);
    }

    /** Of pods that are all known. */
    public static WantedViews of(long number, Map<PodUid, PodView> pods) {
        return new WantedViews(number, new TreeMap<>(pods), Set.of());
    }
}
