package mesh.warren.agent.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.share.Change;
import mesh.warren.model.share.ClassInfo;
import mesh.warren.model.share.Push;
import mesh.warren.model.share.Share;
import mesh.warren.model.share.VirtualEnvoy;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.Version;

/**
 * The pods' virtual Envoys and their share classes. All pods get a new view in one go, so that classes change in place.
 *
 * <p>A pod that left stays a member until Envoy has acknowledged everything: a class that Envoy may still serve to somebody
 * who left cannot change in place, its members would have to move to another name, and dispatch knows the plain name only.
 * On the thread {@code publish}.
 */
final class SharedEnvoys {

    private final Domain domain;
    private final Share share;
    private final Map<PodUid, PodRecord> members = new LinkedHashMap<>();
    private final Map<PodUid, PodRecord> leaving = new LinkedHashMap<>();
    private SortedMap<ResourceKey, SymbolicResource> view = new TreeMap<>();
    private final Map<ResourceKey, PhysicalResource> upserts = new HashMap<>();
    private final List<ResourceKey> removals = new ArrayList<>();
    private long generation;

    SharedEnvoys(Domain domain, Duration settleWindow, Map<ResourceKey, Version> reported) {
        this.domain = domain;
        this.share = new Share(settleWindow);
        share.adopt(reported);
    }

    /** After the first {@link #update}: places all, under the names that Envoy reported where they fit. */
    void open(Instant now) {
        apply(share.open(now));
        share.release();
    }

    /** These pods, all with this view. */
    void update(Collection<PodRecord> pods, SortedMap<ResourceKey, SymbolicResource> next, Instant now) {
        if (next != view) {
            Push change = ViewChange.between(view, next);
            view = next;
            if (!change.upserts().isEmpty() || !change.removals().isEmpty()) {
                members.keySet().forEach(pod -> apply(share.push(pod, change, now)));
            }
        }
        Map<PodUid, PodRecord> joined = pods.stream().collect(Collectors.toMap(PodRecord::uid, pod -> pod));
        members.forEach((uid, pod) -> {
            if (!joined.containsKey(uid)) {
                leaving.put(uid, pod);
            }
        });
        pods.forEach(pod -> join(pod, now));
    }

    private void join(PodRecord pod, Instant now) {
        leaving.remove(pod.uid());
        if (members.putIfAbsent(pod.uid(), pod) == null) {
            share.join(new VirtualEnvoy(pod.uid(), pod.name().tenant(), domain));
            apply(share.push(pod.uid(), Push.of(view.values()), now));
        }
    }

    /** Envoy has everything that was made: those who left are let go. */
    void letGo(Instant now) {
        leaving.keySet().forEach(uid -> {
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
    boolean refused(PhysicalResource resource, String reason, Instant now) {
        Change change = share.refused(resource.key(), resource.version(), reason, now);
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

    /** By virtual name, the physical one by which the pod is served; empty when one of them is not. */
    Optional<Map<ResourceKey, ResourceName>> physical(PodUid pod, Collection<ResourceKey> virtual) {
        Map<ResourceKey, ResourceName> names = new HashMap<>();
        for (ResourceKey key : virtual) {
            Optional<ResourceName> name = share.physicalName(pod, key);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.put(key, name.get());
        }
        return Optional.of(names);
    }

    List<ClassInfo> classes() {
        return share.classes();
    }

    /** The classes of what has this virtual or physical name, each with the names of its pods. */
    Map<ClassInfo, List<String>> sharers(String name) {
        List<ClassInfo> all = share.classes();
        Set<ResourceKey> meant = all.stream()
                .filter(known -> known.virtual().name().value().equals(name) || known.physical().name().value().equals(name))
                .map(ClassInfo::virtual)
                .collect(Collectors.toSet());
        Map<ClassInfo, List<String>> sharers = new LinkedHashMap<>();
        all.stream().filter(known -> meant.contains(known.virtual())).forEach(known -> sharers.put(known, pods(known)));
        return sharers;
    }

    private List<String> pods(ClassInfo known) {
        Optional<ResourceName> physical = Optional.of(known.physical().name());
        return members.values().stream()
                .filter(pod -> share.physicalName(pod.uid(), known.virtual()).equals(physical))
                .map(pod -> pod.name().toString())
                .sorted()
                .toList();
    }

    private void apply(Change change) {
        generation = Math.max(generation, change.generation());
        change.removals().forEach(key -> {
            upserts.remove(key);
            removals.add(key);
        });
        change.upserts().forEach(resource -> {
            removals.remove(resource.key());
            upserts.put(resource.key(), resource);
        });
    }
}
