package mesh.warren.agent.lanes;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.lanes.LaneBook;
import mesh.warren.model.lanes.LaneLoad;
import mesh.warren.model.lanes.LaneSettings;

/**
 * Watches what the workers do. Only when one is busy, or a pod is on a side lane, are the pods there looked at, and never for more
 * than a small share of the time. Owned by the thread {@code lanes}.
 */
final class LaneWatch {

    private static final Logger LOG = System.getLogger(LaneWatch.class.getName());
    /** Time between two measurements of pods, as a multiple of the time that one takes. */
    private static final long REST = 20;

    private final LaneState state;
    private long restUntil = System.nanoTime();

    LaneWatch(LaneState state) {
        this.state = state;
    }

    /** One observation; the pods that it moves. */
    List<PodUid> observe(Instant now) {
        List<Double> wanted = new ArrayList<>(Collections.nCopies(state.book.settings().lanes(), 0.0));
        for (LaneEnvoy envoy : state.envoys) {
            try {
                List<WorkerLoad.Worker> workers = envoy.load().look();
                for (int lane = 0; lane < Math.min(workers.size(), wanted.size()); lane++) {
                    wanted.set(lane, Math.max(wanted.get(lane), workers.get(lane).wanted()));
                }
                Scheduling.apply(WorkerThreads.of(envoy.process().pid()), state.book.settings());
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "looking at Envoy's workers", e); // it ends
            }
        }
        List<LanePod> suspects = suspects(wanted);
        if (!suspects.isEmpty() && System.nanoTime() - restUntil < 0) {
            return List.of();
        }
        return state.next(state.book.observe(new LaneLoad(wanted, work(suspects))), now);
    }

    private List<LanePod> suspects(List<Double> wanted) {
        LaneBook book = state.book;
        LaneSettings settings = book.settings();
        List<LanePod> suspects = new ArrayList<>();
        state.pods.forEach((uid, pod) -> {
            boolean suspect = book.seat(uid).filter(seat -> seat.away()
                    || book.pods(seat.lane()) > 1 && wanted.get(seat.lane()) >= settings.busy() / 2).isPresent();
            if (suspect) {
                suspects.add(pod);
            } else {
                pod.traffic.forget();
            }
        });
        return suspects;
    }

    private Map<PodUid, Double> work(List<LanePod> suspects) {
        long begin = System.nanoTime();
        Map<PodUid, Double> work = new HashMap<>();
        for (LanePod pod : suspects) {
            try {
                work.put(pod.record.uid(), pod.traffic.look(pod.ports(), pod.steering.connections()).work());
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "measuring " + pod.record.name(), e); // it leaves
            }
        }
        long end = System.nanoTime();
        restUntil = end + REST * (end - begin);
        return work;
    }
}
