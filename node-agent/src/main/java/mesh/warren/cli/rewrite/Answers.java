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
        while (!keys.stream().allMatch(key -> accepted.contains(key) || refused.containsKey(key))) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized Set<ResourceKey> accepted() {
        return new TreeSet<>(accepted);
    }

    /** What it refused for good, and its words. */
    public synchronized Map<ResourceKey, String> refused() {
        return new LinkedHashMap<>(refused);
    }
}
