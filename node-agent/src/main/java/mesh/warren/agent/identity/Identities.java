package mesh.warren.agent.identity;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.identity.SecretNames;
import mesh.warren.model.identity.TrustDomain;

/**
 * The certificates of the pods of this node: asks the provider for what is missing or due, and says when something changed.
 * Any thread may call; the work is done on the thread {@code identity}.
 */
public final class Identities implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Identities.class.getName());
    /** How long the first snapshot may wait for certificates: an Envoy from before keeps what it has for that long. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    private final TrustDomain domain;
    private final InstantSource clock;
    private final IdentityProvider provider;
    private final IdentityState state;
    private final ScheduledExecutorService owner =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("identity").factory());
    private volatile RegistrySnapshot joined;
    private volatile ClusterView cluster;
    private volatile IdentityState.Snapshot snapshot = IdentityState.Snapshot.NOTHING;
    private volatile Consumer<PodSecrets> listener = secrets -> {};
    private Instant begun;
    private Instant next = Instant.MAX;
    private Future<?> waiting;
    private boolean complete;

    /**
     * @param domain   of all its SPIFFE IDs
     * @param names    what the pods call their secrets
     * @param provider made with what wakes this up: work that others did for it is to be looked at
     * @param clock    for renewal
     */
    public Identities(TrustDomain domain, SecretNames names, Function<Runnable, IdentityProvider> provider, InstantSource clock) {
        this.domain = domain;
        this.clock = clock;
        this.state = new IdentityState(names);
        this.provider = provider.apply(this::wake);
    }

    /** Told of the secrets whenever they have changed, on the thread {@code identity}; also of those that are there now. */
    public void onChange(Consumer<PodSecrets> told) {
        listener = told;
        run(() -> told.accept(snapshot));
    }

    /** The pods that have joined, from now on. */
    public void pods(RegistrySnapshot now) {
        joined = now;
        wake();
    }

    /** The cluster as it is from now on: it knows the pods' service accounts. */
    public void cluster(ClusterView now) {
        cluster = now;
        wake();
    }

    /** As they are now. */
    public PodSecrets secrets() {
        return snapshot;
    }

    /** Who the pods are, by uid: those whose service account is known. */
    public Map<PodUid, PodIdentity> identities() {
        return snapshot.identities();
    }

    /** What is wrong, one line each. */
    public List<String> problems() {
        return snapshot.problems();
    }

    private void wake() {
        run(this::work);
    }

    private void work() {
        RegistrySnapshot pods = joined;
        ClusterView view = cluster;
        if (pods == null || view == null) {
            return;
        }
        Instant now = clock.instant();
        begun = begun == null ? now : begun;
        Workloads wanted = Workloads.of(pods, view, domain);
        state.keep(wanted.pods());
        next = provider.work(wanted.pods().values(), now, state);
        unknown(wanted);
        boolean late = !now.isBefore(begun.plus(FIRST));
        boolean wasComplete = complete;
        complete |= late || wanted.pods().keySet().stream().noneMatch(state::unheard);
        if (state.takeChanged() || complete != wasComplete || !snapshot.identities().keySet().equals(wanted.pods().keySet())) {
            snapshot = state.snapshot(wanted.pods(), complete);
            listener.accept(snapshot);
        }
        schedule(complete || next.isBefore(begun.plus(FIRST)) ? next : begun.plus(FIRST), now);
    }

    private void unknown(Workloads wanted) {
        String names = String.join(", ", wanted.unknown().stream().map(pod -> pod.name().toString()).sorted().toList());
        state.problem("pods without a service account", names.isEmpty() ? ""
                : names + ": the cluster does not know them (yet), so they get no certificate; where there is no Kubernetes, write a Pod manifest");
    }

    private void schedule(Instant when, Instant now) {
        if (waiting != null) {
            waiting.cancel(false);
        }
        long millis = Math.clamp(Duration.between(now, when).toMillis(), 1, TimeUnit.HOURS.toMillis(1));
        try {
            waiting = owner.schedule(() -> guarded(this::work), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "closed");
        }
    }

    private void run(Runnable task) {
        try {
            owner.execute(() -> guarded(task));
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "closed");
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "identity: the certificates stay as they are; tried again in a second", e);
            schedule(clock.instant().plusSeconds(1), clock.instant());
        }
    }

    @Override
    public void close() {
        owner.shutdownNow();
        try {
            owner.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        provider.close();
    }
}
