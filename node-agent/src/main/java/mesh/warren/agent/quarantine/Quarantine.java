package mesh.warren.agent.quarantine;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.envoy.EnvoyLaunch;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.envoy.EnvoyWatcher;
import mesh.warren.agent.publish.OwnerThread;
import mesh.warren.agent.publish.Served;
import mesh.warren.model.quarantine.ContentHash;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.snapshot.Push;
import mesh.warren.model.snapshot.SnapshotDiff;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * Passes snapshots on to Envoy but for what is known to crash it. After a crash it goes back to what Envoy had lived with for some
 * seconds, has the rest tried, and refuses what is guilty to its owners as if Envoy had refused it. While that lasts, nothing new
 * reaches Envoy and nobody is told that it has anything; what is to go, goes.
 *
 * <p>Any thread may call; the state is the thread {@code quarantine}'s.
 */
public final class Quarantine implements Served, EnvoyObserver, EnvoyWatcher, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Quarantine.class.getName());
    /** How long a restart of Envoy waits at most for the state that it shall get. */
    private static final long HOLDING_MILLIS = 500;
    private static final StreamId STREAM = new StreamId(0, "quarantine");

    private final OwnerThread owner = new OwnerThread("quarantine", () -> {});
    private final InstantSource clock;
    private final Path log;
    private final Investigation investigation;
    private final QuarantineFolder folder;
    private final Proof proof = new Proof();
    private final Map<ResourceKey, Version> adopted = new HashMap<>();
    private final Map<ResourceKey, PhysicalResource> guilty = new HashMap<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private volatile boolean holding;
    private volatile int suspected;
    private Served server;
    private Consumer<Nack> owners;
    private PhysicalSnapshot wanted = PhysicalSnapshot.EMPTY;
    private PhysicalSnapshot sent = PhysicalSnapshot.EMPTY;
    private boolean published;
    private boolean promotionDue;

    /**
     * @param state  the agent's folder for what survives its restart
     * @param log    of the shared Envoy, which tells whether it crashed
     * @param trial  how to find out what crashes
     * @throws IOException when what is in quarantine cannot be read
     */
    public Quarantine(Path state, Path log, Trial trial, InstantSource clock) throws IOException {
        this.folder = new QuarantineFolder(state.resolve("quarantine"));
        this.log = log;
        this.clock = clock;
        this.investigation = new Investigation(trial);
    }

    /** With trials on Envoys that are run as the shared one is. @throws IOException when what is in quarantine cannot be read */
    public static Quarantine of(Path state, Path log, EnvoyLaunch shared) throws IOException {
        return new Quarantine(state, log, new EnvoyTrial(shared), InstantSource.system());
    }

    /**
     * Comes before all others.
     *
     * @param to      where snapshots go from here
     * @param owners  is told of what is refused, each resource alone
     */
    public void begin(Served to, Consumer<Nack> owners) {
        owner.run(() -> {
            this.server = to;
            this.owners = owners;
        });
    }

    @Override
    public void publish(PhysicalSnapshot snapshot) {
        owner.run(() -> take(snapshot));
    }

    @Override
    public CompletableFuture<Void> whenSettled() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        owner.run(() -> settle(done));
        return done;
    }

    /** Everything that was handed over has been passed on. */
    public boolean idle() {
        return !holding && owner.idle();
    }

    /** That changes are held back now, and why; empty when they are not. */
    public Optional<String> problem() {
        return holding ? Optional.of("Envoy crashed: " + suspected + " new resources are tried on another Envoy, and all changes wait for that")
                : Optional.empty();
    }

    @Override
    public void reported(StreamId stream, ResourceType type, Map<ResourceKey, Version> had) {
        owner.run(() -> {
            if (!published) {
                adopted.putAll(had);
            }
        });
    }

    @Override
    public void acked(StreamId stream, ResourceKey key, Version version) {
        owner.run(() -> sent.get(key).filter(resource -> resource.version().equals(version)).ifPresent(resource -> {
            proof.acked(resource, clock.instant());
            promoteLater();
        }));
    }

    @Override
    public void died(EnvoyProcess envoy, Duration lived, Duration pause) {
        boolean crashed = CrashLog.tells(log);
        CompletableFuture<Void> done = new CompletableFuture<>();
        owner.run(() -> {
            try {
                died(crashed);
            } finally {
                done.complete(null);
            }
        });
        done.completeOnTimeout(null, HOLDING_MILLIS, TimeUnit.MILLISECONDS).join();
    }

    private void take(PhysicalSnapshot snapshot) {
        SnapshotDiff change = SnapshotDiff.between(wanted, snapshot);
        wanted = snapshot;
        published = true;
        proof.wanted(change);
        proof.adopt(change.changed(), adopted);
        change.removed().forEach(guilty::remove);
        change.changed().forEach(resource -> {
            guilty.remove(resource.key());
            if (!folder.isEmpty()) {
                folder.reason(ContentHash.of(resource)).ifPresent(reason -> refuse(resource, reason));
            }
        });
        pass();
    }

    /** Hands on what Envoy may have of what is wanted. */
    private void pass() {
        PhysicalSnapshot next = wanted;
        if (holding) {
            next = proof.proven();
        } else if (!guilty.isEmpty()) {
            List<PhysicalResource> instead = new ArrayList<>();
            List<ResourceKey> nothing = new ArrayList<>();
            guilty.keySet().forEach(key -> proof.proven().get(key).ifPresentOrElse(instead::add, () -> nothing.add(key)));
            next = wanted.with(instead, nothing);
        }
        sent = next;
        server.publish(next);
    }

    private void refuse(PhysicalResource resource, String reason) {
        guilty.put(resource.key(), resource);
        owners.accept(new Nack(STREAM, new Push(0, resource.key().type(), List.of(resource), List.of()), reason));
    }

    private void settle(CompletableFuture<Void> done) {
        if (holding) {
            waiting.add(done);
        } else {
            server.whenSettled().thenRun(() -> owner.run(() -> {
                if (holding) {
                    waiting.add(done);
                } else {
                    done.complete(null);
                }
            }));
        }
    }

    private void promoteLater() {
        if (!promotionDue && proof.someAreFresh()) {
            promotionDue = true;
            owner.runAfter(Proof.LIVED, () -> {
                promotionDue = false;
                proof.promote(clock.instant());
                promoteLater();
            });
        }
    }

    private void died(boolean crashed) {
        proof.promote(clock.instant());
        proof.died();
        List<PhysicalResource> suspects = crashed && !holding ? proof.unproven(sent) : List.of();
        if (suspects.isEmpty()) {
            return; // killed, or not by a change
        }
        LOG.log(WARNING, "Envoy crashed: {0} resources that it has had for less than {1} s, or not yet, are held back and tried elsewhere",
                suspects.size(), Proof.LIVED.toSeconds());
        holding = true;
        suspected = suspects.size();
        pass();
        Instant crash = clock.instant();
        investigation.begin(proof.proven(), suspects, verdict -> owner.run(() -> decided(verdict, crash)));
    }

    private void decided(Investigation.Verdict verdict, Instant crash) {
        holding = false;
        verdict.guilty().forEach(resource -> {
            ContentHash content = ContentHash.of(resource);
            String reason = "Envoy crashed with it at " + crash.truncatedTo(ChronoUnit.SECONDS)
                    + " and did so again when it was tried: this content is in quarantine, send another one (" + content + ")";
            LOG.log(WARNING, "{0} is in quarantine after {1} trials: {2}", resource, verdict.trials(), reason);
            folder.add(content, reason);
        });
        if (!verdict.guilty().isEmpty()) {
            proof.unproven(wanted).forEach(resource -> folder.reason(ContentHash.of(resource)).ifPresent(reason -> refuse(resource, reason)));
        } else {
            LOG.log(INFO, "{0}: what was held back is released", verdict.problem().orElse("none of them crashes a throw-away Envoy"));
        }
        pass();
        List<CompletableFuture<Void>> settling = List.copyOf(waiting);
        waiting.clear();
        settling.forEach(this::settle);
    }

    @Override
    public void close() {
        investigation.close();
        owner.close();
    }
}
