package mesh.warren.agent.publish;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mesh.warren.agent.manifests.ClusterView;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.agent.settings.AgentSettings.Ipv6;
import mesh.warren.agent.settings.CaptureSettings;
import mesh.warren.model.builtin.Builtin;
import mesh.warren.model.builtin.BuiltinEnvoy;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;

/**
 * Owns the wanted snapshot. Publishes nothing before both the first view of the cluster and the first registry are there:
 * an incomplete snapshot would take things away from an Envoy that outlived the agent. Changes that arrive while one is
 * worked on are taken together.
 */
public final class Publisher implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Publisher.class.getName());

    private final ExecutorService owner = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("publish").factory());
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean working;
    private final Consumer<PhysicalSnapshot> downstream;
    private final PodDoors doors;
    private volatile ClusterView cluster;
    private volatile RegistrySnapshot pods;
    private volatile PhysicalSnapshot published = PhysicalSnapshot.EMPTY;
    private volatile BuiltinEnvoy envoy;
    private Builtin builtin;
    private Map<SymbolicResource, PhysicalResource> resolved = new IdentityHashMap<>();

    /** @param downstream is given each new snapshot, in order, on the thread {@code publish} */
    public Publisher(BuiltinSettings settings, CaptureSettings capture, Ipv6 ipv6, Consumer<PhysicalSnapshot> downstream) {
        this.builtin = Builtin.empty(settings);
        this.doors = new PodDoors(capture, ipv6);
        this.downstream = downstream;
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

    /** What was handed to the downstream last. */
    public PhysicalSnapshot published() {
        return published;
    }

    /** Everything that was handed over is published. */
    public boolean idle() {
        return !due.get() && !working;
    }

    /** What was left out of the Services, and why; one line each. */
    public List<String> notes() {
        BuiltinEnvoy now = envoy;
        return now == null ? List.of() : now.notes().stream().map(Object::toString).toList();
    }

    private void work() {
        if (due.compareAndSet(false, true)) {
            owner.execute(() -> {
                working = true;
                due.set(false);
                try {
                    publish();
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "the last good snapshot stays published", e);
                } finally {
                    working = false;
                }
            });
        }
    }

    private void publish() {
        ClusterView view = cluster;
        RegistrySnapshot joined = pods;
        if (view == null || joined == null) {
            return;
        }
        builtin = builtin.with(view.services(), view.slices());
        envoy = builtin.envoy();
        List<PhysicalResource> all = new ArrayList<>(shared(envoy));
        all.addAll(doors.of(joined.all(), envoy));
        PhysicalSnapshot next = published.replacedBy(all);
        if (next != published) {
            published = next;
            downstream.accept(next);
        }
    }

    /** The built-in virtual Envoys of one domain are all the same, so each resource is one share class with the plain name. */
    private List<PhysicalResource> shared(BuiltinEnvoy now) {
        Map<SymbolicResource, PhysicalResource> next = new IdentityHashMap<>();
        List<PhysicalResource> resources = new ArrayList<>(now.resources().size());
        for (SymbolicResource symbolic : now.resources().values()) {
            PhysicalResource known = resolved.get(symbolic);
            PhysicalResource physical = known != null ? known
                    : PhysicalResource.of(symbolic.key(), symbolic.bytes().resolve(ResourceKey::name));
            next.put(symbolic, physical);
            resources.add(physical);
        }
        resolved = next;
        return resources;
    }

    @Override
    public void close() {
        owner.shutdownNow();
    }
}
