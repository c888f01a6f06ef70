package mesh.warren.agent.publish;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mesh.warren.agent.attach.CapturePlans;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.settings.AgentSettings.Ipv6;
import mesh.warren.agent.settings.CaptureSettings;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.listen.Door;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;

/** The doors of the pods that have joined. Remembers what it made, so that a door is built again only when something of it changed. */
final class PodDoors {

    private static final Logger LOG = System.getLogger(PodDoors.class.getName());

    private record Made(PodRecord pod, PodNetwork network, List<?> rules, List<PhysicalResource> doors) {}

    private final CaptureSettings settings;
    private final Ipv6 ipv6;
    private Map<PodUid, Made> made = new HashMap<>();

    PodDoors(CaptureSettings settings, Ipv6 ipv6) {
        this.settings = settings;
        this.ipv6 = ipv6;
    }

    List<PhysicalResource> of(Collection<PodRecord> pods, BuiltinEnvoy envoy) {
        Map<PodUid, Made> now = new HashMap<>();
        for (PodRecord pod : pods) {
            Made before = made.get(pod.uid());
            if (before != null && before.pod.equals(pod) && before.rules.equals(envoy.rules())) {
                now.put(pod.uid(), before);
            } else {
                network(pod, before).ifPresent(network -> now.put(pod.uid(), new Made(pod, network, envoy.rules(), doors(network, envoy))));
            }
        }
        made = now;
        List<PhysicalResource> doors = new ArrayList<>(2 * now.size());
        now.values().forEach(pod -> doors.addAll(pod.doors));
        return doors;
    }

    private List<PhysicalResource> doors(PodNetwork network, BuiltinEnvoy envoy) {
        DoorSettings doors = settings.doors();
        return List.of(
                Door.outbound(network, envoy.outbound(network, doors), doors).resource(),
                Door.inbound(network, envoy.inbound(doors), settings.clientAddress(), doors).resource());
    }

    private Optional<PodNetwork> network(PodRecord pod, Made before) {
        if (before != null && before.pod.equals(pod)) {
            return Optional.of(before.network);
        }
        try {
            return Optional.of(new PodNetwork(pod.uid(), pod.name(), pod.pin().toString(),
                    pod.addresses().stream().map(address -> IpAddress.parse(address.getHostAddress()))
                            .collect(Collectors.toCollection(TreeSet::new)),
                    CapturePlans.ipv6Doors(ipv6, pod.pin()), Optional.empty()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "pod {0} gets no doors: {1}", pod.name(), e.getMessage());
            return Optional.empty();
        }
    }
}
