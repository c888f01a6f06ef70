package mesh.warren.agent.quarantine;

import com.google.protobuf.BoolValue;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.AdsSettings;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.envoy.EnvoyLaunch;
import mesh.warren.agent.envoy.TrialEnvoy;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * Tries it on a throw-away Envoy with an ADS server of its own. Doors are built but not bound: a door that a second Envoy bound would
 * take connections of its pod. So nothing is seen that only a connection brings about.
 *
 * @param launch how the shared Envoy is run
 */
record EnvoyTrial(EnvoyLaunch launch) implements Trial {

    /** How long it may take to get all; one that refuses something, or waits for it, is looked at too. */
    private static final Duration TAKING = Duration.ofSeconds(5);
    /** How long it has to live with all of it: health checks and the first look-ups come within that. */
    private static final Duration LIVING = Duration.ofMillis(700);
    private static final long LOOK_MILLIS = 5;

    @Override
    public boolean crashes(PhysicalSnapshot state) throws IOException, InterruptedException {
        try (TrialEnvoy envoy = TrialEnvoy.beside(launch);
                AdsServer ads = AdsServer.start(envoy.folder().adsSocket(), AdsSettings.DEFAULT, EnvoyObserver.NONE)) {
            envoy.folder().giveToEnvoy(envoy.folder().adsSocket());
            ads.publish(unbound(state));
            envoy.start();
            CompletableFuture<Void> has = ads.whenSettled();
            long started = System.nanoTime();
            long settled = 0;
            while (envoy.alive() && System.nanoTime() - started < TAKING.toNanos()
                    && (settled == 0 || System.nanoTime() - settled < LIVING.toNanos())) {
                if (settled == 0 && has.isDone()) {
                    settled = System.nanoTime();
                }
                Thread.sleep(LOOK_MILLIS);
            }
            if (!envoy.alive() && !envoy.crashed()) {
                throw new IOException("the throw-away Envoy ended by itself");
            }
            return envoy.crashed();
        }
    }

    private static PhysicalSnapshot unbound(PhysicalSnapshot state) throws InvalidProtocolBufferException {
        List<PhysicalResource> doors = new ArrayList<>();
        List<ResourceKey> unknown = new ArrayList<>();
        for (ResourceType type : ResourceType.values()) {
            for (PhysicalResource resource : state.ofType(type)) {
                if (resource.content().isEmpty()) {
                    unknown.add(resource.key()); // the shared Envoy has it from before a restart of the agent
                } else if (type == ResourceType.LISTENER) {
                    doors.add(PhysicalResource.of(resource.key(), Packed.bytes(Listener.parseFrom(resource.content()).toBuilder()
                            .setBindToPort(BoolValue.of(false)).build())));
                }
            }
        }
        return state.with(doors, unknown);
    }
}
