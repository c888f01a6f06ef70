package mesh.warren.model.lanes;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import mesh.warren.model.id.PodUid;

/** One observation's step: who crowds, who is calm, and who has been so for long enough to be moved. */
final class Crowding {

    /** A pod that did not crowd its home for this many times {@code calmFor} has its earlier returns forgotten. */
    private static final int FORGIVEN_AFTER = 10;
    private static final int MAX_DOUBLINGS = 5;

    /** What the pods of one lane have done together, how many they are, and who did most. */
    private record Together(double work, int pods, PodUid most, double mostWork) {

        Together and(PodUid pod, double added) {
            return new Together(work + added, pods + 1, added > mostWork ? pod : most, Math.max(added, mostWork));
        }
    }

    private final LaneBook book;
    private final LaneSettings settings;
    private final LaneLoad load;
    private final Map<Integer, Together> lanes = new HashMap<>();

    Crowding(LaneBook book, LaneLoad load) {
        this.book = book;
        this.settings = book.settings();
        this.load = load;
        book.seats().forEach((pod, seat) ->
                lanes.put(seat.lane(), lanes.getOrDefault(seat.lane(), new Together(0, 0, null, 0)).and(pod, work(pod))));
    }

    LaneBook next() {
        TreeMap<PodUid, Seat> seats = new TreeMap<>(book.seats());
        seats.replaceAll((pod, seat) -> seat.away() ? onSide(pod, seat) : atHome(pod, seat));
        return new LaneBook(settings, seats, book.smoothed(load.wanted()));
    }

    private Seat atHome(PodUid pod, Seat seat) {
        if (!crowds(pod, seat)) {
            int peace = seat.returns() == 0 ? 0 : Math.min(0, seat.streak()) - 1; // below zero: observations without crowding
            return -peace >= FORGIVEN_AFTER * settings.calmFor() ? seat.forgiven() : seat.streak(peace);
        }
        Seat now = seat.streak(Math.min(settings.crowdedFor(), Math.max(0, seat.streak()) + 1));
        Optional<Integer> side = now.streak() < settings.crowdedFor() ? Optional.empty() : side();
        return side.map(now::movedTo).orElse(now);
    }

    private Seat onSide(PodUid pod, Seat seat) {
        if (wantedBy(pod, seat) >= settings.calm()) {
            return seat.streak(0);
        }
        int needed = settings.calmFor() << Math.min(Math.max(0, seat.returns() - 1), MAX_DOUBLINGS);
        Seat now = seat.streak(seat.streak() + 1);
        return now.streak() < needed ? now : seat.movedHome();
    }

    /** Only the one that did most: of several that crowd, one goes at a time. */
    private boolean crowds(PodUid pod, Seat seat) {
        Together lane = lanes.get(seat.lane());
        if (lane.pods() < 2 || !pod.equals(lane.most()) || wanted(seat.lane()) < settings.busy()) {
            return false;
        }
        double others = (lane.work() - work(pod)) / (lane.pods() - 1);
        return wantedBy(pod, seat) >= settings.heavy() && work(pod) >= settings.unfair() * others;
    }

    /** Its part of what its lane wants. */
    private double wantedBy(PodUid pod, Seat seat) {
        double all = lanes.get(seat.lane()).work();
        return all == 0 ? 0 : wanted(seat.lane()) * work(pod) / all;
    }

    private double work(PodUid pod) {
        return load.work().getOrDefault(pod, 0.0);
    }

    private double wanted(int lane) {
        return lane < load.wanted().size() ? load.wanted().get(lane) : 0;
    }

    /** The side lane with the fewest pods, then the least load: those that crowd share one last. */
    private Optional<Integer> side() {
        return IntStream.range(settings.homes(), settings.lanes()).boxed()
                .min(Comparator.<Integer>comparingInt(this::pods).thenComparing(this::wanted));
    }

    private int pods(int lane) {
        return lanes.containsKey(lane) ? lanes.get(lane).pods() : 0;
    }
}
