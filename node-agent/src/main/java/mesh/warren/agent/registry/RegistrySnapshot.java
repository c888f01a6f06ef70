package mesh.warren.agent.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodUid;

/**
 * All pods at one moment. Immutable.
 *
 * @param pods by uid
 */
public record RegistrySnapshot(SortedMap<PodUid, PodRecord> pods) {

    /** Nobody has joined. */
    public static final RegistrySnapshot EMPTY = new RegistrySnapshot(new TreeMap<>());

    public RegistrySnapshot {
        pods = Collections.unmodifiableSortedMap(new TreeMap<>(pods));
    }

    public Optional<PodRecord> pod(PodUid uid) {
        return Optional.ofNullable(pods.get(uid));
    }

    public Optional<PodRecord> container(String containerId) {
        return pods.values().stream().filter(pod -> pod.containerId().equals(containerId)).findFirst();
    }

    public Optional<PodRecord> netns(NetnsId netns) {
        return pods.values().stream().filter(pod -> pod.netns().equals(netns)).findFirst();
    }

    public Collection<PodRecord> all() {
        return pods.values();
    }

    RegistrySnapshot with(PodRecord pod) {
        TreeMap<PodUid, PodRecord> changed = new TreeMap<>(pods);
        changed.put(pod.uid(), pod);
        return new RegistrySnapshot(changed);
    }

    RegistrySnapshot without(PodUid uid) {
        TreeMap<PodUid, PodRecord> changed = new TreeMap<>(pods);
        changed.remove(uid);
        return new RegistrySnapshot(changed);
    }
}
