package mesh.warren.agent.downstream;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.ResourceKey;

/** The streams of all connected Envoys (two during an upgrade), and those who wait for what they do. On the event loop only. */
final class AdsStreams {

    private final ScheduledExecutorService loop;
    private final AdsSettings settings;
    private final EnvoyObserver observer;
    private final Set<AdsStream> open = new LinkedHashSet<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<CompletableFuture<Void>> untilSettled = new ArrayList<>();
    private PhysicalSnapshot published;
    private long opened;

    AdsStreams(ScheduledExecutorService loop, AdsSettings settings, EnvoyObserver observer) {
        this.loop = loop;
        this.settings = settings;
        this.observer = observer;
    }

    StreamObserver<DeltaDiscoveryRequest> open(StreamObserver<DeltaDiscoveryResponse> envoy) {
        AdsStream stream = new AdsStream(
                ++opened, (ServerCallStreamObserver<DeltaDiscoveryResponse>) envoy, loop, settings, this);
        open.add(stream);
        if (published != null) {
            stream.target(published);
        }
        return stream;
    }

    void publish(PhysicalSnapshot snapshot) {
        published = snapshot;
        List.copyOf(open).forEach(stream -> stream.target(snapshot));
        progress();
    }

    void waitUntilServed(ResourceKey key, CompletableFuture<Void> done) {
        waiters.add(new Waiter(key, true, done));
        progress();
    }

    void waitUntilGone(ResourceKey key, CompletableFuture<Void> done) {
        waiters.add(new Waiter(key, false, done));
        progress();
    }

    void waitUntilSettled(CompletableFuture<Void> done) {
        untilSettled.add(done);
        progress();
    }

    boolean settled() {
        return published != null && !open.isEmpty() && open.stream().allMatch(stream -> stream.rollout().settled());
    }

    EnvoyObserver observer() {
        return observer;
    }

    /** Something may have become true for a waiter. */
    void progress() {
        waiters.removeIf(waiter -> {
            if (!waiter.done().isDone()) {
                look(waiter);
            }
            return waiter.done().isDone();
        });
        if (!untilSettled.isEmpty() && settled()) {
            List.copyOf(untilSettled).forEach(done -> done.complete(null));
            untilSettled.clear();
        }
    }

    private void look(Waiter waiter) {
        if (waiter.served()) {
            refusal(waiter.key()).ifPresent(
                    nack -> waiter.done().completeExceptionally(new RefusedByEnvoyException(nack)));
        }
        if (waiter.served() ? served(waiter.key()) : gone(waiter.key())) {
            waiter.done().complete(null);
        }
    }

    void ended(AdsStream stream, boolean begun) {
        open.remove(stream);
        if (begun) {
            observer.disconnected(stream.id());
        }
        progress();
    }

    private Optional<Nack> refusal(ResourceKey key) {
        return open.stream().flatMap(s -> s.refusal(key).stream()).findFirst();
    }

    private boolean served(ResourceKey key) {
        return published != null && published.get(key)
                .filter(r -> open.stream().anyMatch(s -> s.rollout().has(key, r.version())))
                .isPresent();
    }

    private boolean gone(ResourceKey key) {
        return published != null && published.get(key).isEmpty() && !open.isEmpty()
                && open.stream().allMatch(s -> s.rollout().removalsAllowed() && !s.rollout().mayHave(key));
    }

    private record Waiter(ResourceKey key, boolean served, CompletableFuture<Void> done) {}
}
