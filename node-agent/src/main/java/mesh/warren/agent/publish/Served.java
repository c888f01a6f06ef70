package mesh.warren.agent.publish;

import java.util.concurrent.CompletableFuture;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.model.snapshot.PhysicalSnapshot;

/** Where snapshots go: the ADS server, as far as the publisher has to know it. Any thread. */
public interface Served {

    /** What Envoy shall have from now on. */
    void publish(PhysicalSnapshot snapshot);

    /** Completes when Envoy has everything that was published before this call, but for what it refused. */
    CompletableFuture<Void> whenSettled();

    /** By this server. */
    static Served by(AdsServer ads) {
        return new Served() {
            @Override
            public void publish(PhysicalSnapshot snapshot) {
                ads.publish(snapshot);
            }

            @Override
            public CompletableFuture<Void> whenSettled() {
                return ads.whenSettled();
            }
        };
    }
}
