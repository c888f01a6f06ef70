package mesh.warren.agent.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.agent.settings.AgentSettings.Ipv6;
import mesh.warren.agent.settings.CaptureSettings;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.Builtin;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.share.ClassInfo;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * Owns the wanted snapshot: the share classes of the pods' virtual Envoys, and their doors. Publishes nothing before the first
 * view of the cluster, the first registry and the first report of an Envoy are there: an incomplete snapshot would take things
 * away from an Envoy that outlived the agent. Changes that arrive while one is worked on are taken together.
 *
 * <p>Any thread may call; the work is done on the thread {@code publish}.
 */
public final class Publisher implements AutoCloseable, EnvoyObserver {

    /** How long an Envoy that has something may take to say what else it has; it sends all its first requests at once. */
    private static final Duration REPORTING = Duration.ofMillis(200);
    private static final Duration SETTLE_WINDOW = Duration.ofMillis(250);

    private final OwnerThread owner = new OwnerThread(this::publish);
    private final AtomicBoolean due = new AtomicBoolean();
    private final InstantSource clock;
    private final PodDoors doors;
    private final Reports reports = new Reports();
    private final BuiltinSettings settings;
    private volatile Served served;
    private volatile ClusterView cluster;
    private volatile RegistrySnapshot pods;
    private volatile PhysicalSnapshot published = PhysicalSnapshot.EMPTY;
    private volatile BuiltinEnvoy envoy;
    private volatile boolean waiting;
    private Builtin builtin;
    private ClusterView built;
    private SharedEnvoys envoys;
    private Acknowledgements acknowledgements;
    private boolean reported;
    private boolean handedOver;

    /**
     * @param table what rewriting goes by
     * @param clock for the settle window
     */
    public Publisher(BuiltinSettings settings, ApiTable table, CaptureSettings capture, Ipv6 ipv6, InstantSource clock) {
        this.settings = settings;
        this.builtin = Builtin.empty(settings, table);
        this.doors = new PodDoors(capture, ipv6);
        this.clock = clock;
    }

    /** Publishes there from now on. The server's Envoys are observed by this publisher. */
    public void begin(Served server) {
        served = server;
        work();
    }

    /** The cluster as it is from now on. */
    public void cluster(ClusterView view) {
        cluster = view;
        work();
    }

    /** The pods that have joined, from now on. */
    public void pods(RegistrySnapshot snapshot) {
        pods = snapshot;
        work();
    }

    @Override
    public void reported(StreamId stream, ResourceType type, Map<ResourceKey, Version> had) {
        owner.run(() -> {
            if (reported || envoys != null) {
                return;
            }
            if (reports.add(type, had)) {
                reported = true;
            } else if (!had.isEmpty()) {
                owner.runAfter(REPORTING, () -> reported = true);
            }
        });
    }

    @Override
    public void refused(Nack nack) {
        if (nack.isFinal()) {
            owner.run(() -> nack.push().resources().forEach(resource -> refused(resource, nack.detail())));
        }
    }

    /** What was handed to the downstream last. */
    public PhysicalSnapshot published() {
        return published;
    }

    /** Everything that was handed over is published, and nobody waits in a settle window. */
    public boolean idle() {
        return owner.idle() && !waiting;
    }

    /** What was left out of the Services, and why; one line each. */
    public List<String> notes() {
        BuiltinEnvoy now = envoy;
        return now == null ? List.of() : now.notes().stream().map(Object::toString).toList();
    }

    /** All share classes, by physical name within their type. */
    public CompletableFuture<List<ClassInfo>> classes() {
        return owner.ask(() -> envoys == null ? List.of() : envoys.classes());
    }

    /** The share classes of a resource, by its virtual or its physical name, each with the names of its pods. */
    public CompletableFuture<Map<ClassInfo, List<String>>> sharers(String name) {
        return owner.ask(() -> envoys == null ? Map.of() : envoys.sharers(name));
    }

    private void work() {
        if (due.compareAndSet(false, true)) {
            owner.run(() -> due.set(false));
        }
    }

    private void settled(long generation) {
        if (acknowledgements.settled(generation)) {
            envoys.acknowledged(generation, clock.instant());
        }
    }

    private void refused(PhysicalResource resource, String reason) {
        if (envoys != null && envoys.refused(resource, reason, clock.instant())) {
            acknowledgements.refused();
        }
    }

    /** After each event. */
    private void publish() {
        ClusterView view = cluster;
        RegistrySnapshot joined = pods;
        if (view == null || joined == null || served == null || !reported) {
            return;
        }
        Instant now = clock.instant();
        if (view != built) {
            builtin = builtin.with(view.services(), view.slices());
            envoy = builtin.envoy();
            built = view;
        }
        if (envoys == null) {
            acknowledgements = new Acknowledgements(served, generation -> owner.run(() -> settled(generation)));
            envoys = new SharedEnvoys(settings.domain(), SETTLE_WINDOW, reports.all());
            envoys.update(joined.all(), envoy.resources(), now);
            envoys.open(now);
        } else {
            envoys.update(joined.all(), envoy.resources(), now);
        }
        envoys.tick(now);
        if (envoys.someAreLeaving() && envoys.generation() == acknowledgements.acknowledged()) {
            envoys.letGo(now);
        }
        handOver(joined);
        acknowledgements.made(envoys.generation());
        waiting = envoys.someAreLeaving() || envoys.nextDeadline().isPresent();
        envoys.nextDeadline().ifPresent(deadline -> owner.runAfter(Duration.between(now, deadline), () -> {}));
    }

    private void handOver(RegistrySnapshot joined) {
        Collection<PhysicalResource> changed = new ArrayList<>();
        Collection<ResourceKey> gone = new ArrayList<>();
        envoys.take(changed, gone);
        doors.update(joined.all(), envoy, envoys, changed, gone);
        PhysicalSnapshot next = changed.isEmpty() && gone.isEmpty() ? published : published.with(changed, gone);
        if (next != published || !handedOver) {
            handedOver = true;
            published = next;
            served.publish(next);
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
