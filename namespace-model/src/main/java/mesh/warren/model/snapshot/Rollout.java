package mesh.warren.model.snapshot;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * The way of one Envoy, on one delta ADS stream, from what it has to what it shall have: says what may be sent now, given
 * what it asked for and acknowledged. "Make before break" (xDS protocol, "Eventual consistency considerations"):
 * <ul>
 * <li>additions and updates go in the order of {@link ResourceType}; a type begins when those before it are acknowledged;
 * <li>removals go in reverse, after all additions; a type begins when nothing of a later type is unacknowledged, so what
 *     referred to it is gone from Envoy;
 * <li>what Envoy refused is not sent again until it changes. What refers to it and would dangle is held back, and what
 *     Envoy's older copy refers to is not removed; the rest goes on.
 * </ul>
 * A response refused as a whole is sent again in halves until the bad resource is alone, because Envoy names it in prose
 * only and may have applied none of the others.
 *
 * <p>A new target is taken up when the way to the last one is done, so that frequent updates of one type cannot keep
 * another waiting. Not thread-safe: one owner.
 */
public final class Rollout {

    private final Map<ResourceType, TypeView> views = new EnumMap<>(ResourceType.class);
    private final PushLimits limits;
    private final References references;
    private PhysicalSnapshot target;
    private PhysicalSnapshot nextTarget;
    private boolean removalsAllowed;
    private long nonce;

    public Rollout(PushLimits limits, References references) {
        this.limits = limits;
        this.references = references;
        for (ResourceType type : ResourceType.values()) {
            views.put(type, new TypeView(type));
        }
    }

    /** What Envoy shall have from now on. Before the first call nothing is sent, so nothing is taken from Envoy either. */
    public void target(PhysicalSnapshot snapshot) {
        if (target == null) {
            adopt(snapshot);
        } else {
            nextTarget = snapshot;
        }
    }

    /**
     * A request's subscriptions.
     *
     * @param initialVersions {@code initial_resource_versions}; counts in the first request of the type only
     * @param mayBeFirst      false when the request carries a nonce
     */
    public void request(ResourceType type, List<String> subscribe, List<String> unsubscribe,
            Map<String, String> initialVersions, boolean mayBeFirst) {
        TypeView view = views.get(type);
        boolean wasWildcard = view.wildcard();
        var touched = view.request(subscribe, unsubscribe, initialVersions, mayBeFirst);
        if (target == null) {
            return;
        }
        touched.forEach(name -> view.classify(name, target));
        if (view.wildcard() && !wasWildcard) {
            target.resources(type).forEach(r -> view.classify(r.key().name(), target));
        }
    }

    /** Removals wait for this: after a reconnect, until Envoy had time to say all that it has. */
    public void allowRemovals() {
        removalsAllowed = true;
    }

    public boolean removalsAllowed() {
        return removalsAllowed;
    }

    /** What may be sent now, counted as sent; empty: wait for an answer, a request or a new target. */
    public Optional<Push> next() {
        if (target == null) {
            return Optional.empty();
        }
        Optional<Push> push = plan();
        if (push.isEmpty() && nextTarget != null && views.values().stream().noneMatch(TypeView::anythingExpected)) {
            adopt(nextTarget);
            nextTarget = null;
            push = plan();
        }
        push.ifPresent(p -> views.get(p.type()).sent(p));
        return push;
    }

    /** Envoy took it over. Empty for a nonce that is not on its way: stale, sent twice or invented; nothing happens then. */
    public Optional<Push> acked(ResourceType type, long nonce) {
        TypeView view = views.get(type);
        Push push = view.answered(nonce);
        if (push != null) {
            view.acknowledged(push);
            classify(view, push);
        }
        return Optional.ofNullable(push);
    }

    /**
     * Envoy refused it.
     *
     * @return the push; it is final when it has one resource, and otherwise goes out again in halves. Empty as for {@link #acked}
     */
    public Optional<Push> nacked(ResourceType type, long nonce) {
        TypeView view = views.get(type);
        Push push = view.answered(nonce);
        if (push != null) {
            if (push.adds()) {
                view.refused(push);
            } else {
                view.acknowledged(push); // "it is not there" cannot be said in another way
            }
            classify(view, push);
        }
        return Optional.ofNullable(push);
    }

    /**
     * No answer for too long: additions of later types go on without it (a cluster that cannot warm holds back Envoy's
     * answers for all clusters). Removals go on waiting.
     */
    public void stalled(ResourceType type, long nonce) {
        views.get(type).stalled(nonce);
    }

    /** Envoy has acknowledged exactly this version, last. */
    public boolean has(ResourceKey key, Version version) {
        TypeView.Told told = views.get(key.type()).acknowledged(key.name());
        return told != null && version.equals(told.version());
    }

    /** Nothing is on its way and nothing is left to send: Envoy has all of the last target that it asked for and did not refuse. */
    public boolean settled() {
        return target != null && nextTarget == null && removalsAllowed && views.values().stream().allMatch(TypeView::settled);
    }

    /** Envoy may have some version of it: acknowledged, or on its way. */
    public boolean mayHave(ResourceKey key) {
        return views.get(key.type()).mayHave(key.name());
    }

    private void classify(TypeView view, Push push) {
        push.resources().forEach(r -> view.classify(r.key().name(), target));
        push.removed().forEach(key -> view.classify(key.name(), target));
    }

    private void adopt(PhysicalSnapshot snapshot) {
        boolean first = target == null;
        SnapshotDiff diff = SnapshotDiff.between(first ? PhysicalSnapshot.EMPTY : target, snapshot);
        target = snapshot;
        diff.changed().forEach(r -> views.get(r.key().type()).classify(r.key().name(), target));
        diff.removed().forEach(key -> views.get(key.type()).classify(key.name(), target));
        for (TypeView view : views.values()) {
            List<ResourceName> again = first ? view.known() : List.copyOf(view.heldBack);
            again.forEach(name -> view.classify(name, target));
        }
    }

    private Optional<Push> plan() {
        for (TypeView view : views.values()) {
            if (!view.toAnswer.isEmpty() || view.owesEmptyAnswer(target)) {
                return Optional.of(removal(view, view.toAnswer));
            }
        }
        List<ResourceKey> missing = new ArrayList<>();
        for (TypeView view : views.values()) {
            holdBack(view, missing);
            if (!view.toSend.isEmpty()) {
                return Optional.of(addition(view));
            }
            if (view.additionExpected()) {
                return Optional.empty();
            }
            view.outdated().stream().filter(name -> !view.has(name)).map(view::key).forEach(missing::add);
        }
        return removalsAllowed ? planRemoval() : Optional.empty();
    }

    private void holdBack(TypeView view, List<ResourceKey> missing) {
        if (missing.isEmpty()) {
            return;
        }
        for (ResourceName name : List.copyOf(view.toSend)) {
            PhysicalResource wanted = target.resources(view.type).get(name).orElseThrow();
            if (missing.stream().anyMatch(key -> references.refers(wanted, key))) {
                view.toSend.remove(name);
                view.heldBack.add(name);
            }
        }
    }

    private Push addition(TypeView view) {
        List<PhysicalResource> batch = new ArrayList<>();
        while (!view.halves.isEmpty() && batch.isEmpty()) {
            for (PhysicalResource half : view.halves.poll()) {
                ResourceName name = half.key().name();
                if (view.toSend.contains(name)) {
                    batch.add(target.resources(view.type).get(name).orElseThrow());
                }
            }
        }
        if (batch.isEmpty()) {
            long bytes = 0;
            for (ResourceName name : view.toSend) {
                PhysicalResource wanted = target.resources(view.type).get(name).orElseThrow();
                bytes += wanted.content().size();
                if (!batch.isEmpty() && (bytes > limits.bytes() || batch.size() == limits.resources())) {
                    break;
                }
                batch.add(wanted);
            }
        }
        return new Push(++nonce, view.type, batch, List.of());
    }

    private Optional<Push> planRemoval() {
        List<PhysicalResource> staying = new ArrayList<>();
        for (TypeView view : List.copyOf(views.values()).reversed()) {
            NavigableSet<ResourceName> free = new TreeSet<>(view.toRemove);
            free.removeIf(name -> staying.stream().anyMatch(s -> references.refers(s, view.key(name))));
            if (!free.isEmpty()) {
                return Optional.of(removal(view, free));
            }
            if (view.anythingOnItsWay()) {
                return Optional.empty();
            }
            staying.addAll(view.perhaps());
            List<ResourceName> kept = view.outdated();
            kept.addAll(view.toRemove);
            for (ResourceName name : kept) {
                if (view.has(name)) {
                    PhysicalResource content = view.acknowledged(name).resource();
                    if (content == null) {
                        return Optional.empty(); // from before a reconnect: what it refers to is not known
                    }
                    staying.add(content);
                }
            }
        }
        return Optional.empty();
    }

    private Push removal(TypeView view, NavigableSet<ResourceName> names) {
        return new Push(++nonce, view.type, List.of(),
                names.stream().limit(limits.resources()).map(view::key).toList());
    }
}
