package mesh.warren.agent.lanes;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.registry.PodRecord;

/** What is known of one pod. Owned by the thread {@code lanes}. */
final class LanePod {

    final PodRecord record;
    final Steering steering;
    final DoorTraffic traffic;
    /** As last seen. */
    List<DoorFound> doors = List.of();
    /** The Envoy to which its new connections shall go while that has its doors. */
    Optional<EnvoyProcess> preferred = Optional.empty();

    LanePod(PodRecord record, InstantSource clock) {
        this.record = record;
        this.steering = new Steering(record, clock);
        this.traffic = new DoorTraffic(record);
    }

    long connections() {
        return doors.stream().mapToLong(DoorFound::connections).sum();
    }

    Set<Integer> ports() {
        return doors.stream().map(DoorFound::port).collect(Collectors.toSet());
    }
}
