package mesh.warren.agent.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.share.Change;
import mesh.warren.model.share.Push;
import mesh.warren.model.share.Share;
import mesh.warren.model.share.VirtualEnvoy;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.view.VirtualView;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.Version;

/**
 * The pods' virtual Envoys and their share classes. All pods get their new views in one go, so that classes change in place.
 *
 * <p>A pod that left stays a member until Envoy has acknowledged everything: a class that Envoy may still serve to somebody
 * who left cannot change in place, its members would have to move to another name, and dispatch knows the plain name only. Until
 * then it follows those with whom it shared its view.
 * On the thread {@code publish}.
 */
final class SharedEnvoys {

    private final Share share;
    private final Map<PodUid, PodView> members = new LinkedHashMap<>();
    private final Set<PodUid> leaving = new HashSet<>();
    private final Map<ResourceKey, PhysicalResource> upserts = new HashMap<>();
    private final List<ResourceKey> removals = new ArrayList<>();
    private List<SymbolicResource> common = List.of();
    private long generation;

    SharedEnvoys(Duration settleWindow, Map<ResourceKey, Version> reported) {
        this.share = new Share(settleWindow);
        share.adopt(reported);
    }

    /** After the first {@link #update}: places all, under the names that Envoy reported where they fit. */
    void open(Instant now) {
        apply(share.open(now));
    }

    /** Everybody from before is back: names that Envoy reported and that nobody took are free. */
    void release() {
        share.release();
    }

    /** These pods, with these views. One that is awaited keeps what it has. */
    void update(WantedViews wanted, Instant now) {
        ViewChange changes = new ViewChange(common, wanted.common());
        Map<VirtualView, VirtualView> moved = new IdentityHashMap<>();
        wanted.pods().forEach((uid, view) -> {
            leaving.remove(uid);
            PodView before = members.put(uid, view);
            if (before == null || !before.domain().equals(view.domain())) {
                join(before, view, wanted.common(), now);
            } else {
                moved.put(before.view(), view.view());
                push(changes, before, view, now);
            }
        });
        members.keySet().stream().filter(uid -> !wanted.pods().containsKey(uid)).toList().forEach(uid -> {
            PodView before = members.get(uid);
            PodView after = wanted.knows(uid) ? before : before.following(moved.getOrDefault(before.view(), before.view()));
            members.put(uid, after);
            push(changes, before, after, now);
            if (!wanted.knows(uid)) {
                leaving.add(uid);
            }
        });
        common = wanted.common();
    }

    private void push(ViewChange changes, PodView before, PodView after, Instant now) {
        Push change = changes.between(before, after);
        if (!change.upserts().isEmpty() || !change.removals().isEmpty()) {
            apply(share.push(after.pod().uid(), change, now));
        }
    }

    private void join(PodView before, PodView view, List<SymbolicResource> everybodys, Instant now) {
        PodUid uid = view.pod().uid();
        if (before != null) {
            apply(share.leave(uid, now));
        }
        share.join(new VirtualEnvoy(uid, view.pod().name().tenant(), view.domain()));
        apply(share.push(uid, ViewChange.all(view, everybodys), now));
    }

    /** Envoy has everything that was made: those who left are let go. */
    void letGo(Instant now) {
        leaving.forEach(uid -> {
            members.remove(uid);
            apply(share.leave(uid, now));
        });
        leaving.clear();
    }

    boolean someAreLeaving() {
        return !leaving.isEmpty();
    }

    void acknowledged(long upTo, Instant now) {
        apply(share.acknowledged(upTo, now));
    }

    /** @return whether it made a difference: it does not when the resource has another content by now */
    boolean refused(ResourceKey physical, Version version, String reason, Instant now) {
        Change change = share.refused(physical, version, reason, now);
        apply(change);
        return !change.isEmpty();
    }

    void tick(Instant now) {
        apply(share.tick(now));
    }

    Optional<Instant> nextDeadline() {
        return share.nextDeadline();
    }

    /** The generation of the last change. */
    long generation() {
        return generation;
    }

    /** What changed since it was taken last; given to {@code with}. */
    void take(Collection<PhysicalResource> changed, Collection<ResourceKey> gone) {
        changed.addAll(upserts.values());
        gone.addAll(removals);
        upserts.clear();
        removals.clear();
    }

    /** The share classes, for questions. */
    Share share() {
        return share;
    }

    private void apply(Change change) {
        generation = Math.max(generation, change.generation());
        change.removals().forEach(key -> {
            upserts.remove(key);
            removals.add(key);
        });
        if (!change.upserts().isEmpty()) {
            removals.removeAll(change.upserts().stream().map(PhysicalResource::key).collect(Collectors.toSet()));
        }
        change.upserts().forEach(resource -> upserts.put(resource.key(), resource));
    }
}
