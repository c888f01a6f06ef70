package mesh.warren.bench.lanes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.AdsSettings;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.envoy.EnvoyFolder;
import mesh.warren.agent.envoy.EnvoyLaunch;
import mesh.warren.agent.envoy.EnvoySupervisor;
import mesh.warren.agent.envoy.EnvoyWatcher;
import mesh.warren.agent.lanes.LaneReport;
import mesh.warren.agent.lanes.Lanes;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.model.lanes.LaneSettings;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;

/**
 * An Envoy that has all of some resources.
 *
 * @param supervisor of its process
 * @param ads        which gave them
 */
record ServedEnvoy(EnvoySupervisor supervisor, AdsServer ads) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** @param netns in which it runs */
    static ServedEnvoy start(Path binary, Path folder, Path netns, int workers, Collection<PhysicalResource> resources)
            throws IOException, InterruptedException {
        EnvoyLaunch launch = new EnvoyLaunch(binary, folder, netns, folder.getFileName().toString(), EnvoyLaunch.DEFAULT_UID, workers,
                4L << 30, 1_000_000, Duration.ofSeconds(1), true);
        EnvoyFolder own = EnvoyFolder.create(launch);
        AdsServer ads = AdsServer.start(own.adsSocket(), AdsSettings.DEFAULT, EnvoyObserver.NONE);
        own.giveToEnvoy(own.adsSocket());
        ads.publish(PhysicalSnapshot.of(resources));
        EnvoySupervisor supervisor = EnvoySupervisor.start(launch, EnvoyWatcher.NONE);
        ServedEnvoy envoy = new ServedEnvoy(supervisor, ads);
        supervisor.awaitReady(PATIENCE);
        ads.whenSettled().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return envoy;
    }

    /** Steers the doors of these pods; returns when all are. */
    Lanes steer(int count, RegistrySnapshot pods) throws IOException {
        DoorSettings doors = DoorSettings.DEFAULT;
        Lanes lanes = new Lanes(LaneSettings.of(count), Set.of(doors.outboundPort(), doors.inboundPort()), InstantSource.system());
        lanes.begin();
        lanes.pods(pods);
        lanes.started(supervisor.process(), false);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!steered(lanes.report().join())) {
            if (System.nanoTime() > deadline) {
                throw new IOException("doors are not steered: " + lanes.report().join());
            }
            LockSupport.parkNanos(10_000_000);
        }
        return lanes;
    }

    private static boolean steered(LaneReport report) {
        return report.pods().stream().allMatch(pod -> pod.doors().size() == 2
                && pod.doors().stream().allMatch(door -> door.worker() == pod.lane()));
    }

    @Override
    public void close() throws Exception {
        supervisor.terminate();
        ads.close();
    }
}
