package mesh.warren.cli.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.AdsSettings;
import mesh.warren.agent.envoy.ProcessMemory;
import mesh.warren.cli.rewrite.Answers;
import mesh.warren.cli.rewrite.EnvoyRun;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/**
 * One Envoy with these resources, started and ended to see what it weighs.
 *
 * @param privateDirty bytes
 * @param refused      how many of the resources it did not take
 */
public record MeasuredEnvoy(long privateDirty, int refused) {

    /** As the agent runs it. */
    public static final int WORKERS = 2;

    private static final Duration MOST = Duration.ofSeconds(60);
    private static final Duration MORE = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = 200_000_000;
    private static final int MOST_LOOKS = 50;
    private static final int STILL = 3;
    /** The server logs for an agent's operator. Held, for loggers are kept weakly. */
    private static final List<Logger> QUIET = Stream.of("mesh.warren.agent", "io.netty", "io.grpc").map(Logger::getLogger).toList();

    /** @throws IOException when it does not start, or dies of what it was given */
    public static MeasuredEnvoy of(Path envoy, Collection<PhysicalResource> resources) throws IOException, InterruptedException {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
        Answers answers = new Answers();
        List<ResourceKey> keys = resources.stream().map(PhysicalResource::key).toList();
        try (EnvoyRun run = new EnvoyRun(); AdsServer server = AdsServer.start(run.socket(), AdsSettings.DEFAULT, answers)) {
            server.publish(PhysicalSnapshot.of(resources));
            run.start(envoy, WORKERS);
            answers.await(keys.stream().filter(key -> key.type() == ResourceType.CLUSTER || key.type() == ResourceType.LISTENER).toList(),
                    MOST);
            answers.await(keys, MORE);
            long bytes = still(run);
            if (!run.alive()) {
                throw new IOException(envoy + " ended: " + String.join("\n", run.log()));
            }
            return new MeasuredEnvoy(bytes, answers.refused().size());
        }
    }

    /** When it does not move any more. */
    private static long still(EnvoyRun run) throws IOException {
        long before = 0;
        int same = 0;
        for (int look = 0; look < MOST_LOOKS && same < STILL && run.alive(); look++) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = ProcessMemory.of(run.pid()).privateDirty();
            same = Math.abs(now - before) * 200 < now ? same + 1 : 0;
            before = now;
        }
        return before;
    }
}
