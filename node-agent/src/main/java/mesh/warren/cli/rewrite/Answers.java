package mesh.warren.cli.rewrite;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.Version;

/** What Envoy says to each resource. Called by the server's thread, read by the command's. */
public final class Answers implements EnvoyObserver {

    private final Set<ResourceKey> accepted = new TreeSet<>();
    private final Map<ResourceKey, String> refused = new LinkedHashMap<>();
    private final Map<ResourceKey, ResourceKey> carriers;

    /** Where nothing is carried. */
    public Answers() {
        this(Map.of());
    }

    /** @param carriers of a resource that stands in another one, that one: what is said to it is said to the resource */
    Answers(Map<ResourceKey, ResourceKey> carriers) {
        this.carriers = carriers;
    }

    @Override
    public synchronized void acked(StreamId stream, ResourceKey key, Version version) {
        accepted.add(key);
        notifyAll();
    }

    @Override
    public synchronized void refused(Nack nack) {
        if (nack.isFinal()) {
            nack.keys().forEach(key -> refused.put(key, nack.detail()));
            notifyAll();
        }
    }

    /** Waits until all of {@code keys} are answered, but no longer than {@code most}; returns whether they are. */
    public synchronized boolean await(Collection<ResourceKey> keys, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!keys.stream().allMatch(this::answered)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private boolean answered(ResourceKey key) {
        ResourceKey asked = carriers.getOrDefault(key, key);
        return accepted.contains(asked) || refused.containsKey(asked);
    }

    synchronized Set<ResourceKey> accepted() {
        Set<ResourceKey> all = new TreeSet<>(accepted);
        carriers.forEach((carried, carrier) -> {
            if (accepted.contains(carrier)) {
                all.add(carried);
            }
        });
        return all;
    }

    /** What it refused for good, and its words. */
    public synchronized Map<ResourceKey, String> refused() {
        Map<ResourceKey, String> all = new LinkedHashMap<>(refused);
        carriers.forEach((carried, carrier) -> {
            if (refused.containsKey(carrier)) {
                all.put(carried, refused.get(carrier));
            }
        });
        return all;
    }
}
