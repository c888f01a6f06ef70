package mesh.warren.agent.publish;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import mesh.warren.agent.attach.CapturePlans;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.settings.AgentSettings.Ipv6;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.DoorPlan;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.share.PhysicalNames;
import mesh.warren.model.share.Share;
import mesh.warren.model.share.VirtualEnvoy;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.Version;

/** The doors of the pods that have joined. Remembers what it made, so that a door is built again only when something of it changed. */
final class PodDoors {

    private static final Logger LOG = System.getLogger(PodDoors.class.getName());
    /** How long doors wait for chains that are not served; then those chains close their connections and the others serve. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private record Made(
            PodRecord pod, PodNetwork network, DoorPlan plan, ServedChains chains, List<PhysicalResource> doors, long generation) {}

    private record Refused(Made made, ResourceKey door, String detail) {}

    private final Ipv6 ipv6;
    private final Function<Tenant, DoorLimits> limits;
    private Map<PodUid, Made> made = new HashMap<>();
    private final Map<PodUid, Instant> until = new HashMap<>();
    private final Map<PodUid, Refused> refused = new HashMap<>();
    private final Map<PodUid, Map<ResourceKey, Version>> accepted = new HashMap<>();

    /** @param limits what a door of this tenant's pods may carry */
    PodDoors(Ipv6 ipv6, Function<Tenant, DoorLimits> limits) {
        this.ipv6 = ipv6;
        this.limits = limits;
    }

    /**
     * The doors of these pods, in place of those before; an awaited pod keeps its own. A pod whose chains are not all served yet
     * gets none, or keeps those that it has, for two seconds.
     *
     * @param generation of the share classes as they are
     * @param changed takes the doors that are new or have changed
     * @param gone    takes the keys of those that are there no more
     */
    void update(WantedViews wanted, Share share, long generation, Instant now, Collection<PhysicalResource> changed, Collection<ResourceKey> gone) {
        Map<PodUid, Made> next = new HashMap<>();
        wanted.awaited().forEach(uid -> {
            if (made.containsKey(uid)) {
                next.put(uid, made.get(uid));
            }
        });
        wanted.pods().forEach((uid, view) -> {
            Made before = made.get(uid);
            Made after = chains(view, share, now).flatMap(chains -> make(view, before, share, generation, chains)).orElse(before);
            if (after != null) {
                next.put(uid, after);
            }
            if (after != before) {
                changed.addAll(after.doors);
            }
        });
        made.forEach((uid, before) -> removed(before, next.get(uid), gone));
        until.keySet().retainAll(wanted.pods().keySet());
        made = next;
        accepted.keySet().retainAll(made.keySet());
    }

    /** When a pod has waited long enough for its chains; empty when none waits. */
    Optional<Instant> nextDeadline(Instant now) {
        return until.values().stream().filter(now::isBefore).min(Instant::compareTo);
    }

    /**
     * Envoy refused a door; it keeps the one that it has. Nothing happens when the door is another one by now.
     *
     * @return the chains inside of it that may be why, by pod: those that Envoy did not have in a door of this pod's before
     */
    Map<PodUid, Map<ResourceKey, Version>> refused(PhysicalResource door, String detail) {
        Map<PodUid, Map<ResourceKey, Version>> suspects = new HashMap<>();
        made.forEach((uid, now) -> {
            if (now.doors.stream().anyMatch(d -> d.key().equals(door.key()) && d.version().equals(door.version()))) {
                refused.put(uid, new Refused(now, door.key(), detail));
                Map<ResourceKey, Version> inline = new HashMap<>(now.chains.inline());
                inline.entrySet().removeAll(accepted.getOrDefault(uid, Map.of()).entrySet());
                suspects.put(uid, inline);
            }
        });
        return suspects;
    }

    /** Envoy has answered to all that was made up to this generation of the share classes. */
    void settled(long generation) {
        made.forEach((uid, now) -> {
            boolean bad = refused.containsKey(uid) && refused.get(uid).made == now;
            if (now.generation <= generation && !bad) {
                accepted.put(uid, now.chains.inline());
            }
        });
    }

    /** The doors that Envoy refused as they are now, by pod, with Envoy's words. */
    Map<PodUid, Map<ResourceKey, String>> refused() {
        refused.entrySet().removeIf(entry -> made.get(entry.getKey()) != entry.getValue().made);
        Map<PodUid, Map<ResourceKey, String>> doors = new HashMap<>();
        refused.forEach((uid, what) -> doors.put(uid, Map.of(what.door, what.detail)));
        return doors;
    }

    private static void removed(Made before, Made after, Collection<ResourceKey> gone) {
        List<ResourceKey> stay = after == null ? List.of() : after.doors.stream().map(PhysicalResource::key).toList();
        before.doors.stream().map(PhysicalResource::key).filter(key -> !stay.contains(key)).forEach(gone::add);
    }

    /** The pod's chains; empty while it may wait for one that is not served. */
    private Optional<ServedChains> chains(PodView view, Share share, Instant now) {
        PodUid uid = view.pod().uid();
        ServedChains chains = ServedChains.of(view, share);
        if (chains.complete()) {
            until.remove(uid);
            return Optional.of(chains);
        }
        Instant deadline = until.computeIfAbsent(uid, pod -> now.plus(PATIENCE));
        return now.isBefore(deadline) ? Optional.empty() : Optional.of(chains);
    }

    private Optional<Made> make(PodView view, Made before, Share share, long generation, ServedChains chains) {
        PodRecord pod = view.pod();
        // Also before the pod has one: Envoy asks for it when it needs it, and the door need not be made anew when it is there.
        Optional<String> certificate = view.certificate().map(secret -> PhysicalNames.ofPod(
                new VirtualEnvoy(pod.uid(), pod.name().tenant(), view.domain()), secret.name()).value());
        boolean sameNetwork = before != null && before.pod.equals(pod) && before.network.certificate().equals(certificate)
                && before.network.limits().equals(limits.apply(pod.name().tenant()));
        DoorPlan plan = view.view().doors();
        if (sameNetwork && (before.plan == plan || before.plan.equals(plan)) && before.chains.equals(chains)) {
            return Optional.of(before);
        }
        return (sameNetwork ? Optional.of(before.network) : network(pod, certificate))
                .map(network -> new Made(pod, network, plan, chains, plan.doors(network, chains.physical(pod.uid(), share)), generation));
    }

    private Optional<PodNetwork> network(PodRecord pod, Optional<String> certificate) {
        try {
            return Optional.of(new PodNetwork(pod.uid(), pod.name(), pod.pin().toString(),
                    pod.addresses().stream().map(address -> IpAddress.parse(address.getHostAddress()))
                            .collect(Collectors.toCollection(TreeSet::new)),
                    CapturePlans.ipv6Doors(ipv6, pod.pin()), limits.apply(pod.name().tenant()), certificate));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "pod {0} gets no doors: {1}", pod.name(), e.getMessage());
            return Optional.empty();
        }
    }
}
