package mesh.warren.agent.lanes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.netns.TcpConnection;
import mesh.warren.agent.registry.PodRecord;

/**
 * What passes through one pod's doors, by the kernel's count for each connection. Owned by the thread {@code lanes}.
 */
final class DoorTraffic {

    /** What handling one more of each costs Envoy, in segments: measured roughly, and good enough to tell who crowds a lane. */
    private static final double CONNECTION = 20;
    private static final double BYTES = 1 / 16_384.0;

    private final PodRecord pod;
    private Map<Long, TcpConnection> before = new HashMap<>();
    private long connectionsBefore = -1;
    private Rate rate = Rate.NONE;

    /**
     * What passed between the last two looks.
     *
     * @param connections that were open at the last
     * @param bytes       in both directions
     * @param work        an estimate of what it cost, in any unit
     */
    record Rate(int connections, long bytes, double work) {
        static final Rate NONE = new Rate(0, 0, 0);
    }

    DoorTraffic(PodRecord pod) {
        this.pod = pod;
    }

    /**
     * Looks again.
     *
     * @param ports    of the pod's doors
     * @param accepted how many connections these doors have had in all
     */
    Rate look(Set<Integer> ports, long accepted) throws IOException {
        List<TcpConnection> now = NetnsThread.call(pod.pin(), pod.netns(), () -> {
            List<TcpConnection> all = new ArrayList<>();
            for (int port : ports) {
                all.addAll(TcpConnection.here(port));
            }
            return all;
        });
        long bytes = 0;
        long segments = 0;
        Map<Long, TcpConnection> seen = new HashMap<>();
        for (TcpConnection connection : now) {
            seen.put(connection.cookie(), connection);
            TcpConnection earlier = before.getOrDefault(connection.cookie(), new TcpConnection(0, 0, 0, 0));
            bytes += connection.received() - earlier.received() + connection.sent() - earlier.sent();
            segments += connection.segments() - earlier.segments();
        }
        boolean first = connectionsBefore < 0;
        long fresh = Math.max(0, accepted - connectionsBefore);
        before = seen;
        connectionsBefore = accepted;
        rate = first ? new Rate(now.size(), 0, 0) : new Rate(now.size(), bytes, segments + BYTES * bytes + CONNECTION * fresh);
        return rate;
    }

    /** What the last look found. */
    Rate rate() {
        return rate;
    }

    /** Forgets what was seen: the next look is a first one. */
    void forget() {
        before = new HashMap<>();
        connectionsBefore = -1;
        rate = Rate.NONE;
    }
}
