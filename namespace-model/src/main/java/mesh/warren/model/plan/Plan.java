package mesh.warren.model.plan;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one Envoy for all these sidecars would hold.
 *
 * @param sidecars how many
 * @param tenants  of how many tenants they are
 * @param types    by type URL, what was sent and what is left
 * @param apart    what keeps pods from sharing, most pods first
 * @param refused  what would not be served, most resources first
 * @param notes    what was assumed
 * @param memory   what sidecars and the shared Envoy would have to hold
 */
public record Plan(
        int sidecars, int tenants, SortedMap<String, TypeCount> types, List<Apart> apart, List<Refused> refused, List<String> notes,
        Loads memory) {

    public Plan {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
        apart = List.copyOf(apart);
        refused = List.copyOf(refused);
        notes = List.copyOf(notes);
    }

    /**
     * @param sidecars what each of them holds, in the order in which they were added
     * @param shared   what the shared Envoy holds once, however many pods there are
     * @param own      what it holds for these pods one by one, all together: it grows with the number of pods
     */
    public record Loads(List<Load> sidecars, Load shared, Load own) {}
}
