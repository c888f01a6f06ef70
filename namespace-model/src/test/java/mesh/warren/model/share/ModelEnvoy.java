package mesh.warren.model.share;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * Envoy and its stream, as far as sharing sees them: takes changes late and several at a time, in the order of their types,
 * refuses what has "bad" in it, and is not given what would dangle because of that.
 */
final class ModelEnvoy {

    private final Map<ResourceKey, PhysicalResource> target = new TreeMap<>();
    final Map<ResourceKey, PhysicalResource> has = new HashMap<>();
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Share share;
    private long offered;
    private long acknowledged;
    private long underWay;
    /** What was refused or held back since the last plan. */
    private final Map<ResourceKey, String> incomplete = new TreeMap<>();
    int upserts;

    ModelEnvoy(Share share) {
        this.share = share;
    }

    void offer(Change change) {
        change.upserts().forEach(r -> target.put(r.key(), r));
        change.removals().forEach(target::remove);
        offered = change.generation();
    }

    boolean idle() {
        return steps.isEmpty() && offered == acknowledged;
    }

    /** One resource, or the ACK of all of them. */
    void step(Instant now) {
        if (steps.isEmpty()) {
            if (offered == acknowledged) {
                return;
            }
            plan(now);
        }
        steps.poll().run();
    }

    private void plan(Instant now) {
        underWay = offered;
        for (PhysicalResource wanted : target.values()) {
            if (!has.containsKey(wanted.key()) || !has.get(wanted.key()).version().equals(wanted.version())) {
                steps.add(() -> upsert(wanted, now));
            }
        }
        has.keySet().stream().filter(k -> !target.containsKey(k)).sorted(Comparator.reverseOrder())
                .forEach(k -> steps.add(() -> remove(k)));
        incomplete.clear();
        steps.add(() -> {
            acknowledged = underWay;
            if (incomplete.isEmpty()) {
                offer(share.acknowledged(underWay, now));
            } else if (offered == underWay) {
                throw new AssertionError("nothing was done about " + incomplete);
            }
        });
    }

    private void remove(ResourceKey key) {
        boolean referredTo = has.values().stream().anyMatch(r -> TextResource.Physical.of(r).references().contains(key));
        if (!referredTo) {
            has.remove(key);
        } else if (incomplete.isEmpty()) {
            throw new AssertionError(key + " shall be removed, but something refers to it");
        }
    }

    private void upsert(PhysicalResource wanted, Instant now) {
        upserts++;
        if (wanted.content().toStringUtf8().contains("bad")) {
            incomplete.put(wanted.key(), "refused");
            offer(share.refused(wanted.key(), wanted.version(), "it is bad", now));
        } else if (dangling(wanted) == null) {
            has.put(wanted.key(), wanted);
        } else if (incomplete.isEmpty()) {
            throw new AssertionError(wanted.key() + " refers to " + dangling(wanted) + ", which Envoy does not have");
        } else {
            incomplete.put(wanted.key(), "held back for want of " + dangling(wanted));
        }
    }

    ResourceKey dangling(PhysicalResource resource) {
        for (ResourceKey reference : TextResource.Physical.of(resource).references()) {
            if (!has.containsKey(reference) && !PhysicalNames.isAbsent(reference.name())) {
                return reference;
            }
        }
        return null;
    }

    Collection<PhysicalResource> resources() {
        return has.values();
    }
}
