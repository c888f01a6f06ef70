package mesh.warren.agent.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/** An Envoy that takes everything at once, unless told to keep the publisher waiting. It outlives publishers. */
public final class FakeEnvoy implements Served {

    private final Map<ResourceKey, PhysicalResource> has = new HashMap<>();
    private final List<CompletableFuture<Void>> waiters = new ArrayList<>();
    private final List<ResourceKey> sent = new ArrayList<>();
    private boolean answers = true;

    @Override
    public synchronized void publish(PhysicalSnapshot snapshot) {
        Map<ResourceKey, PhysicalResource> next = new HashMap<>();
        for (ResourceType type : ResourceType.values()) {
            snapshot.ofType(type).forEach(resource -> next.put(resource.key(), resource));
        }
        next.forEach((key, resource) -> {
            if (!has.containsKey(key) || !has.get(key).version().equals(resource.version())) {
                sent.add(key);
            }
        });
        has.keySet().stream().filter(key -> !next.containsKey(key)).forEach(sent::add);
        has.clear();
        has.putAll(next);
    }

    @Override
    public synchronized CompletableFuture<Void> whenSettled() {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        if (answers) {
            settled.complete(null);
        } else {
            waiters.add(settled);
        }
        return settled;
    }

    /** From now on nothing is acknowledged. */
    public synchronized void hang() {
        answers = false;
    }

    /** Acknowledges all that waits. */
    public void goOn() {
        List<CompletableFuture<Void>> due;
        synchronized (this) {
            answers = true;
            due = List.copyOf(waiters);
            waiters.clear();
        }
        due.forEach(waiter -> waiter.complete(null));
    }

    /** Says what it has, as at the begin of a stream. */
    public void report(Publisher publisher) {
        StreamId stream = new StreamId(1, "test");
        for (ResourceType type : ResourceType.values()) {
            Map<ResourceKey, Version> of = new HashMap<>();
            all().forEach((key, resource) -> {
                if (key.type() == type) {
                    of.put(key, resource.version());
                }
            });
            publisher.reported(stream, type, of);
        }
    }

    public synchronized Map<ResourceKey, PhysicalResource> all() {
        return Map.copyOf(has);
    }

    /** What was added, changed or removed since it was asked last. */
    public synchronized List<ResourceKey> sent() {
        List<ResourceKey> since = List.copyOf(sent);
        sent.clear();
        return since;
    }
}
