package mesh.warren.agent.publish;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;

/** The doors of the pods that have joined. Remembers what it made, so that a door is built again only when something of it changed. */
final class PodDoors {

    private static final Logger LOG = System.getLogger(PodDoors.class.getName());

    private record Made(PodRecord pod, PodNetwork network, List<?> rules, Map<ResourceKey, ResourceName> chains, List<PhysicalResource> doors) {}

    private final CaptureSettings settings;
    private final Ipv6 ipv6;
    private Map<PodUid, Made> made = new HashMap<>();

    PodDoors(CaptureSettings settings, Ipv6 ipv6) {
        this.settings = settings;
        this.ipv6 = ipv6;
    }

    /**
     * The doors of these pods, in place of those before. A pod whose chains are not served yet gets none, and one whose chains
     * are not served any more keeps those that it has.
     *
     * @param changed takes the doors that are new or have changed
     * @param gone    takes the keys of those that are there no more
     */
    void update(Collection<PodRecord> pods, BuiltinEnvoy envoy, SharedEnvoys envoys,
            Collection<PhysicalResource> changed, Collection<ResourceKey> gone) {
        Map<PodUid, Made> now = new HashMap<>();
        for (PodRecord pod : pods) {
            Made before = made.get(pod.uid());
            Made after = envoys.physical(pod.uid(), envoy.names().chains())
                    .flatMap(chains -> make(pod, before, envoy, chains)).orElse(before);
            if (after != null) {
                now.put(pod.uid(), after);
            }
            if (after != before) {
                changed.addAll(after.doors);
            }
        }
        made.forEach((uid, before) -> {
            if (!now.containsKey(uid)) {
                before.doors.forEach(door -> gone.add(door.key()));
            }
        });
        made = now;
    }

    private Optional<Made> make(PodRecord pod, Made before, BuiltinEnvoy envoy, Map<ResourceKey, ResourceName> chains) {
        boolean samePod = before != null && before.pod.equals(pod);
        if (samePod && before.rules.equals(envoy.rules()) && before.chains.equals(chains)) {
            return Optional.of(before);
        }
        return network(pod, before).map(network -> new Made(pod, network, envoy.rules(), chains, doors(network, envoy, chains)));
    }

    private List<PhysicalResource> doors(PodNetwork network, BuiltinEnvoy envoy, Map<ResourceKey, ResourceName> chains) {
        return envoy.doors(settings.clientAddress(), settings.doors()).doors(network, chains::get);
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
