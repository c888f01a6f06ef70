package mesh.warren.agent.lanes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mesh.warren.model.lanes.LaneBook;
import mesh.warren.model.lanes.Seat;

/**
 * The lanes and the pods on them at one moment: the answer to {@code warren lanes}.
 *
 * @param on      whether doors are to be pinned at all
 * @param lanes   by number
 * @param pods    by name
 * @param moves   of late, the latest last
 * @param problem why doors are not pinned; empty when they are
 */
public record LaneReport(boolean on, List<Lane> lanes, List<Pod> pods, List<Move> moves, String problem) {

    /**
     * What a worker did in the second before. Shares are of one processor.
     *
     * @param lane   its number, and that of Envoy's worker
     * @param side   it is nobody's home: for pods that crowd theirs
     * @param pods   how many pods' new connections go there
     * @param used   time on a processor
     * @param waited time during which it could have run and waited for a processor
     * @param wanted what it would have used without waiting
     */
    public record Lane(int lane, boolean side, int pods, double used, double waited, double wanted) {}

    /**
     * @param name        tenant/name
     * @param home        its lane when all is well; -1 while it has none
     * @param lane        where its new connections are to go
     * @param connections that its doors were seen to hand out since their programs were attached
     * @param open        connections at the last measurement; 0 for a pod that gave no reason to be measured
     * @param bytes       between the last two measurements
     * @param doors       what the kernel showed
     */
    public record Pod(String name, int home, int lane, long connections, int open, long bytes, List<DoorFound> doors) {}

    /** One pod's new connections went from one lane to another. */
    public record Move(Instant at, String pod, int from, int to, String why) {}

    static LaneReport of(LaneState state, boolean on) {
        LaneBook book = state.book;
        List<WorkerLoad.Worker> workers = state.envoys.isEmpty() ? List.of() : state.envoys.getFirst().load().last();
        List<Lane> lanes = new ArrayList<>();
        for (int lane = 0; lane < book.settings().lanes(); lane++) {
            WorkerLoad.Worker worker = lane < workers.size() ? workers.get(lane) : new WorkerLoad.Worker(0, 0, 0);
            lanes.add(new Lane(lane, book.settings().isSide(lane), book.pods(lane),
                    rounded(worker.used()), rounded(worker.waited()), rounded(worker.wanted())));
        }
        List<Pod> pods = state.pods.entrySet().stream().map(entry -> {
            Optional<Seat> seat = book.seat(entry.getKey());
            LanePod pod = entry.getValue();
            return new Pod(pod.record.name().toString(), seat.map(Seat::home).orElse(-1), seat.map(Seat::lane).orElse(-1),
                    pod.connections(), pod.traffic.rate().connections(), pod.traffic.rate().bytes(), pod.doors);
        }).sorted(Comparator.comparing(Pod::name)).toList();
        return new LaneReport(on, lanes, pods, List.copyOf(state.moves), state.refused().orElse(""));
    }

    private static double rounded(double share) {
        return Math.round(100 * share) / 100.0;
    }
}
