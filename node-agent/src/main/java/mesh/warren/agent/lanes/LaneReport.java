package mesh.warren.agent.lanes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.lanes.LaneBook;
import mesh.warren.model.lanes.Seat;

/**
 * The lanes and the pods on them at one moment: the answer to {@code warren lanes}.
 *
 * @param lanes   by number
 * @param pods    by name
 * @param problem why doors are not pinned; empty when they are
 */
public record LaneReport(List<Lane> lanes, List<Pod> pods, String problem) {

    /**
     * @param lane   its number, and that of Envoy's worker
     * @param side   it is nobody's home: for pods that crowd theirs
     * @param pods   how many pods' new connections go there
     * @param wanted share of a processor that the worker wanted of late
     */
    public record Lane(int lane, boolean side, int pods, double wanted) {}

    /**
     * @param name  tenant/name
     * @param home  its lane when all is well
     * @param lane  where its new connections are to go
     * @param doors what the kernel showed
     */
    public record Pod(String name, int home, int lane, List<DoorFound> doors) {}

    static LaneReport of(LaneBook book, Map<PodUid, Steering> pods, Map<PodUid, List<DoorFound>> found, Optional<String> problem) {
        List<Lane> lanes = IntStream.range(0, book.settings().lanes()).mapToObj(lane -> new Lane(lane, book.settings().isSide(lane),
                book.pods(lane), Math.round(100 * book.wanted().get(lane)) / 100.0)).toList();
        List<Pod> all = new ArrayList<>();
        pods.forEach((uid, steering) -> {
            Optional<Seat> seat = book.seat(uid);
            all.add(new Pod(steering.pod().name().toString(), seat.map(Seat::home).orElse(-1), seat.map(Seat::lane).orElse(-1),
                    found.getOrDefault(uid, List.of())));
        });
        all.sort(Comparator.comparing(Pod::name));
        return new LaneReport(lanes, all, problem.orElse(""));
    }
}
