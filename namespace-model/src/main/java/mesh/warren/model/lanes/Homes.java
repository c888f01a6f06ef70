package mesh.warren.model.lanes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import mesh.warren.model.id.Tenant;

/**
 * Chooses homes. A tenant without a lane gets an empty one; with one, it spreads to further empty lanes while more than half of
 * all homes are empty, so that tenants that come later find some. When none is empty: the lane with the fewest other tenants,
 * then the least load, then the fewest pods.
 */
final class Homes {

    /** Lanes whose load differs by less than this share of a processor are equally loaded. */
    private static final double LOAD_STEP = 0.25;

    private final LaneBook book;
    private final List<Set<Tenant>> tenants = new ArrayList<>();
    private final int[] pods;

    Homes(LaneBook book) {
        this.book = book;
        int homes = book.settings().homes();
        pods = new int[homes];
        IntStream.range(0, homes).forEach(lane -> tenants.add(new TreeSet<>()));
        book.seats().values().forEach(seat -> {
            tenants.get(seat.home()).add(seat.tenant());
            pods[seat.home()]++;
        });
    }

    int of(Tenant tenant) {
        List<Integer> empty = lanes().filter(lane -> pods[lane] == 0).boxed().toList();
        boolean hasOne = lanes().anyMatch(lane -> tenants.get(lane).contains(tenant));
        if (!empty.isEmpty() && (!hasOne || 2 * empty.size() > pods.length)) {
            return empty.stream().min(byLoad()).orElseThrow();
        }
        return lanes().boxed().filter(lane -> !hasOne || tenants.get(lane).contains(tenant))
                .min(Comparator.<Integer>comparingInt(lane -> others(lane, tenant)).thenComparing(byLoad()))
                .orElseThrow();
    }

    private IntStream lanes() {
        return IntStream.range(0, pods.length);
    }

    private int others(int lane, Tenant tenant) {
        return tenants.get(lane).size() - (tenants.get(lane).contains(tenant) ? 1 : 0);
    }

    private Comparator<Integer> byLoad() {
        return Comparator.<Integer>comparingLong(lane -> Math.round(book.wanted().get(lane) / LOAD_STEP))
                .thenComparingInt(lane -> pods[lane])
                .thenComparing(Comparator.naturalOrder());
    }
}
