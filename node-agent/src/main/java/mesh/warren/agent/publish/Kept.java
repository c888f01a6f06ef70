package mesh.warren.agent.publish;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * What Envoy has from before a restart of the agent for pods whose control plane has not answered yet: it is wanted as it is.
 * Its content is not known, only its version, which is enough for an Envoy that has it: nothing is sent. An Envoy that comes
 * without it cannot be given it; then it is let go. On the thread {@code publish}.
 */
final class Kept {

    private final Map<ResourceKey, PhysicalResource> all = new HashMap<>();
    private final Set<PodUid> awaited;

    /** @param awaited the pods for which it is kept; when there are none, nothing is */
    Kept(Reports reports, Set<PodUid> awaited) {
        this.awaited = new HashSet<>(awaited);
        if (!awaited.isEmpty()) {
            reports.shared().forEach(this::keep);
            reports.doors().forEach((door, version) -> {
                if (awaited.stream().anyMatch(pod -> belongs(door, pod))) {
                    keep(door, version);
                }
            });
        }
    }

    private void keep(ResourceKey key, Version version) {
        all.put(key, new PhysicalResource(key, version, ByteString.EMPTY));
    }

    /** All of it, to be published with the first snapshot. */
    Collection<PhysicalResource> all() {
        return List.copyOf(all.values());
    }

    /** These are somebody's from now on. */
    void claimed(Collection<PhysicalResource> published) {
        if (!all.isEmpty()) {
            published.forEach(resource -> all.remove(resource.key()));
        }
    }

    /**
     * Who is still waited for.
     *
     * @return what nobody is waited for any more
     */
    List<ResourceKey> update(WantedViews wanted) {
        List<ResourceKey> gone = new ArrayList<>();
        for (PodUid pod : List.copyOf(awaited)) {
            if (!wanted.awaited().contains(pod)) {
                awaited.remove(pod);
                take(key -> key.type() == ResourceType.LISTENER && belongs(key, pod), gone);
            }
        }
        if (awaited.isEmpty()) {
            take(key -> true, gone);
        }
        return gone;
    }

    /** Envoy is another one now. */
    List<ResourceKey> letGo() {
        awaited.clear();
        List<ResourceKey> gone = new ArrayList<>();
        take(key -> true, gone);
        return gone;
    }

    /** Everybody from before is back, or has left. */
    boolean isDone() {
        return awaited.isEmpty();
    }

    private void take(Predicate<ResourceKey> which, List<ResourceKey> into) {
        List<ResourceKey> taken = all.keySet().stream().filter(which).toList();
        all.keySet().removeAll(taken);
        into.addAll(taken);
    }

    /** A door's name has its pod's uid between slashes. */
    private static boolean belongs(ResourceKey door, PodUid pod) {
        return door.name().value().contains("/" + pod + "/");
    }
}
