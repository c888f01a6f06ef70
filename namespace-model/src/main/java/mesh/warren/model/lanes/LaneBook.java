package mesh.warren.model.lanes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;

/**
 * Which lane each pod is on. A pod's home is chosen when it joins and stays: joins and leaves of others move nobody. Only a pod
 * that crowds its lane is moved, and comes home when it is calm again. Immutable.
 *
 * @param settings the lanes
 * @param seats    by pod
 * @param wanted   by lane: the share of a processor that it wanted of late, smoothed
 */
public record LaneBook(LaneSettings settings, SortedMap<PodUid, Seat> seats, List<Double> wanted) {

    /** Weight of an observation against all before it. */
    private static final double FRESH = 0.3;

    public LaneBook {
        seats = Collections.unmodifiableSortedMap(new TreeMap<>(seats));
        wanted = List.copyOf(wanted);
    }

    public static LaneBook empty(LaneSettings settings) {
        return new LaneBook(settings, new TreeMap<>(), Collections.nCopies(settings.lanes(), 0.0));
    }

    public Optional<Seat> seat(PodUid pod) {
        return Optional.ofNullable(seats.get(pod));
    }

    /** This pod has a home from now on. One that has keeps it. */
    public LaneBook join(PodUid pod, Tenant tenant) {
        if (seats.containsKey(pod)) {
            return this;
        }
        int home = new Homes(this).of(tenant);
        return with(pod, Seat.at(tenant, home, home));
    }

    /**
     * The kernel was found to send this pod's connections to this lane, from before: it stays there. A lane that is no more, or a
     * pod that has a seat, is as {@link #join}.
     */
    public LaneBook adopt(PodUid pod, Tenant tenant, int lane) {
        if (lane < 0 || lane >= settings.lanes() || seats.containsKey(pod)) {
            return join(pod, tenant);
        }
        int home = settings.isSide(lane) ? new Homes(this).of(tenant) : lane;
        return with(pod, Seat.at(tenant, home, lane));
    }

    /** This pod is gone. */
    public LaneBook leave(PodUid pod) {
        if (!seats.containsKey(pod)) {
            return this;
        }
        TreeMap<PodUid, Seat> changed = new TreeMap<>(seats);
        changed.remove(pod);
        return new LaneBook(settings, changed, wanted);
    }

    /** After one more observation. At most one pod of each lane is moved. */
    public LaneBook observe(LaneLoad load) {
        return new Crowding(this, load).next();
    }

    /** How many pods' new connections go to this lane. */
    public int pods(int lane) {
        return (int) seats.values().stream().filter(seat -> seat.lane() == lane).count();
    }

    /** The lanes' load with one more observation of it. */
    List<Double> smoothed(List<Double> fresh) {
        List<Double> next = new ArrayList<>(wanted);
        for (int lane = 0; lane < Math.min(next.size(), fresh.size()); lane++) {
            next.set(lane, (1 - FRESH) * next.get(lane) + FRESH * fresh.get(lane));
        }
        return next;
    }

    private LaneBook with(PodUid pod, Seat seat) {
        TreeMap<PodUid, Seat> changed = new TreeMap<>(seats);
        changed.put(pod, seat);
        return new LaneBook(settings, changed, wanted);
    }
}
