package mesh.warren.agent.lanes;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mesh.warren.agent.netns.LinuxException;
import mesh.warren.model.id.PodUid;

/** Looks at pods' doors, gives the pods lanes, and makes the kernel keep to them. Owned by the thread {@code lanes}. */
final class DoorLook {

    private static final Logger LOG = System.getLogger(DoorLook.class.getName());

    private final LaneState state;
    private final Set<Integer> ports;

    /** @param ports that every pod's doors have */
    DoorLook(LaneState state, Set<Integer> ports) {
        this.state = state;
        this.ports = Set.copyOf(ports);
    }

    /** Those of these pods whose doors are not all as they should be yet, and may become so without anybody's doing. */
    Set<PodUid> at(Collection<PodUid> uids) {
        List<EnvoySockets> envoys = state.envoys.stream().map(LaneEnvoy::sockets).toList();
        Map<PodUid, List<DoorAddress>> doors = new TreeMap<>();
        Set<PodUid> unfinished = new HashSet<>();
        for (PodUid uid : uids) {
            LanePod pod = state.pods.get(uid);
            if (pod != null) {
                try {
                    doors.put(uid, pod.steering.look(envoys, state.before));
                } catch (NotAllowedException e) {
                    state.refused(e);
                } catch (IOException e) {
                    LOG.log(Level.DEBUG, "looking at the doors of " + pod.record.name(), e);
                    unfinished.add(uid);
                }
            }
        }
        // Those that have a lane from before first: the others choose among what is left.
        doors.forEach((uid, all) -> laneFromBefore(uid, all).ifPresent(lane ->
                state.book = state.book.adopt(uid, state.pods.get(uid).record.name().tenant(), lane)));
        doors.forEach((uid, all) -> {
            LanePod pod = state.pods.get(uid);
            state.book = state.book.join(uid, pod.record.name().tenant());
            if (!steer(uid, pod, all)) {
                unfinished.add(uid);
            }
        });
        return unfinished;
    }

    private Optional<Integer> laneFromBefore(PodUid uid, List<DoorAddress> doors) {
        try {
            for (DoorAddress door : doors) {
                int worker = state.pods.get(uid).steering.worker(door);
                if (worker >= 0) {
                    return Optional.of(worker);
                }
            }
        } catch (LinuxException e) {
            state.refused(e);
        }
        return Optional.empty();
    }

    private boolean steer(PodUid uid, LanePod pod, List<DoorAddress> all) {
        int lane = state.book.seat(uid).orElseThrow().lane();
        List<DoorFound> now = new ArrayList<>();
        Set<Integer> missing = new HashSet<>(ports);
        boolean refused = false;
        try {
            for (DoorAddress door : wanted(pod, all)) {
                DoorFound found = pod.steering.steer(door, lane % door.workers().size());
                now.add(found);
                if (found.worker() >= 0) {
                    missing.remove(found.port());
                }
            }
        } catch (LinuxException e) {
            state.refused(e);
            refused = true;
        }
        if (missing.isEmpty()) {
            state.accepted();
        }
        pod.doors = now;
        return refused || missing.isEmpty();
    }

    /** Of a door that several Envoys have, that of the preferred one, else that of the one that was started first. */
    private static Collection<DoorAddress> wanted(LanePod pod, List<DoorAddress> all) {
        Map<InetSocketAddress, DoorAddress> chosen = new LinkedHashMap<>();
        for (DoorAddress door : all) {
            if (pod.preferred.filter(door.envoy().process()::equals).isPresent()) {
                chosen.put(door.address(), door);
            } else {
                chosen.putIfAbsent(door.address(), door);
            }
        }
        return chosen.values();
    }
}
