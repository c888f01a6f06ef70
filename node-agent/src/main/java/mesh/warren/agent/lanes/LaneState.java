package mesh.warren.agent.lanes;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.lanes.LaneBook;
import mesh.warren.model.lanes.LaneSettings;

/** All that the lanes know. Owned by the thread {@code lanes}, but for {@link #refused}. */
final class LaneState {

    private static final Logger LOG = System.getLogger(LaneState.class.getName());
    private static final int MOVES_KEPT = 100;

    final Map<PodUid, LanePod> pods = new TreeMap<>();
    /** Those that run, in the order of their starts. */
    final List<LaneEnvoy> envoys = new ArrayList<>();
    final Deque<LaneReport.Move> moves = new ArrayDeque<>();
    /** Programs of an agent before this one, by the socket that they select. */
    Map<Long, Selector> before = new HashMap<>();
    LaneBook book;
    private volatile Optional<String> refused = Optional.empty();

    LaneState(LaneSettings settings) {
        this.book = LaneBook.empty(settings);
    }

    /** Why doors are not steered, if so. Any thread. */
    Optional<String> refused() {
        return refused;
    }

    void accepted() {
        refused = Optional.empty();
    }

    /** The kernel does not let the agent steer; unless it is only that Envoy has just ended. */
    void refused(IOException e) {
        if (envoys.stream().allMatch(envoy -> envoy.process().alive())) {
            if (refused.isEmpty()) {
                LOG.log(Level.WARNING, "doors are not pinned to lanes, any worker serves them: {0}", e.getMessage());
            }
            refused = Optional.of("lanes: doors are not pinned, any worker of Envoy serves them: " + e.getMessage());
        }
    }

    /** An Envoy speaks to the agent, and none is to be seen. */
    void unseen() {
        refused = Optional.of("lanes: doors are not pinned, any worker of Envoy serves them: no process of Envoy is visible here;"
                + " run the agent in the node's PID namespace (hostPID)");
    }

    /** Takes the next book, and notes who was moved in it; their uids. */
    List<PodUid> next(LaneBook next, Instant now) {
        List<PodUid> moved = new ArrayList<>();
        next.seats().forEach((uid, seat) -> book.seat(uid).filter(was -> was.lane() != seat.lane()).ifPresent(was -> {
            String name = pods.get(uid).record.name().toString();
            String why = seat.away() ? "crowded lane " + was.lane() : "is calm again";
            LOG.log(Level.INFO, "pod {0} {1}: its new connections go to lane {2}", name, why, seat.lane());
            moves.addLast(new LaneReport.Move(now, name, was.lane(), seat.lane(), why));
            moved.add(uid);
        }));
        while (moves.size() > MOVES_KEPT) {
            moves.removeFirst();
        }
        book = next;
        return moved;
    }
}
