package mesh.warren.agent.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.snapshot.SnapshotDiff;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * What of the state is proven: Envoy has lived with it for some seconds. Keeps the last proven content of each resource that is wanted.
 * On the thread {@code quarantine}.
 */
final class Proof {

    /** How long Envoy has to live with it. */
    static final Duration LIVED = Duration.ofSeconds(5);

    private record Fresh(PhysicalResource resource, Instant since) {}

    private final Map<ResourceKey, Fresh> fresh = new HashMap<>();
    private PhysicalSnapshot proven = PhysicalSnapshot.EMPTY;

    /** Envoy acknowledged it. */
    void acked(PhysicalResource resource, Instant now) {
        Fresh before = fresh.get(resource.key());
        if (before != null && before.resource.version().equals(resource.version()) || isProven(resource)) {
            return;
        }
        if (before != null && !now.isBefore(before.since.plus(LIVED))) {
            proven = proven.with(List.of(before.resource), List.of());
        }
        fresh.put(resource.key(), new Fresh(resource, now));
    }

    boolean isProven(PhysicalResource resource) {
        return proven.get(resource.key()).filter(resource::sameAs).isPresent();
    }

    /**
     * An Envoy that outlived the agent had these versions. One whose content is not known cannot be given to another Envoy.
     *
     * @param had those that are found are taken out
     */
    void adopt(List<PhysicalResource> wanted, Map<ResourceKey, Version> had) {
        if (!had.isEmpty()) {
            proven = proven.with(wanted.stream()
                    .filter(resource -> !resource.content().isEmpty() && had.remove(resource.key(), resource.version())).toList(), List.of());
        }
    }

    /** Time has passed, with Envoy alive. */
    void promote(Instant now) {
        List<PhysicalResource> old = fresh.values().stream().filter(each -> !now.isBefore(each.since.plus(LIVED))).map(Fresh::resource).toList();
        old.forEach(resource -> fresh.remove(resource.key()));
        proven = proven.with(old, List.of());
    }

    boolean someAreFresh() {
        return !fresh.isEmpty();
    }

    /** Envoy has died: what was fresh has to live again. */
    void died() {
        fresh.clear();
    }

    /** What is not wanted any more is forgotten. */
    void wanted(SnapshotDiff change) {
        change.removed().forEach(fresh::remove);
        proven = proven.with(List.of(), change.removed());
    }

    /** Of what is wanted, all that is proven, as it was when it was. */
    PhysicalSnapshot proven() {
        return proven;
    }

    /** What of this state is not. */
    List<PhysicalResource> unproven(PhysicalSnapshot state) {
        List<PhysicalResource> found = new ArrayList<>();
        for (ResourceType type : ResourceType.values()) {
            state.ofType(type).stream().filter(resource -> !isProven(resource)).forEach(found::add);
        }
        return found;
    }
}
