package mesh.warren.agent.lanes;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.envoy.EnvoyWatcher;
import mesh.warren.agent.netns.LinuxException;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.lanes.LaneBook;
import mesh.warren.model.lanes.LaneSettings;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * Gives each pod a lane, and makes the kernel keep to it. What the kernel shows counts: a pod is looked at until its doors are
 * seen to be steered, and again every few seconds. Where the kernel refuses, doors are served by any worker as without lanes, and
 * the reason can be asked for.
 *
 * <p>Any thread may call; the work is done on the thread {@code lanes}.
 */
public final class Lanes implements AutoCloseable, EnvoyWatcher, EnvoyObserver {

    private static final Logger LOG = System.getLogger(Lanes.class.getName());
    private static final long SOON_MILLIS = 10;
    private static final long LATER_MILLIS = 100;
    private static final int SOON_LOOKS = 100;
    private static final long AGAIN_SECONDS = 15;

    private final ScheduledExecutorService owner =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("lanes").factory());
    private final InstantSource clock;
    private final Set<Integer> ports;
    private final Map<PodUid, Steering> pods = new TreeMap<>();
    private final Map<PodUid, List<DoorFound>> found = new HashMap<>();
    private final Set<PodUid> pending = new HashSet<>();
    private final Map<PodUid, EnvoyProcess> preferred = new HashMap<>();
    private final List<EnvoySockets> envoys = new ArrayList<>();
    private Map<Long, Selector> before = new HashMap<>();
    private LaneBook book;
    private int looks;
    private boolean scheduled;
    private volatile Optional<String> refused = Optional.empty();

    /**
     * @param settings of the lanes
     * @param ports    that every pod's doors have
     * @param clock    for what is reported
     */
    public Lanes(LaneSettings settings, Set<Integer> ports, InstantSource clock) {
        this.book = LaneBook.empty(settings);
        this.ports = Set.copyOf(ports);
        this.clock = clock;
    }

    /** Finds what is attached from before, and watches from now on. */
    public void begin() {
        run(() -> before = attached());
        owner.scheduleWithFixedDelay(() -> guarded(this::lookAgain), AGAIN_SECONDS, AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    /** The pods that have joined, from now on. */
    public void pods(RegistrySnapshot snapshot) {
        run(() -> joined(snapshot));
    }

    @Override
    public void started(EnvoyProcess envoy, boolean adopted) {
        run(() -> {
            try {
                envoys.add(EnvoySockets.of(envoy));
            } catch (LinuxException e) {
                LOG.log(Level.DEBUG, "it ended at once", e);
            }
            lookSoon(pods.keySet());
        });
    }

    /** A door that Envoy has acknowledged listens soon. */
    @Override
    public void acked(StreamId stream, ResourceKey key, Version version) {
        if (key.type() == ResourceType.LISTENER) {
            run(() -> lookSoon(pods.keySet().stream().filter(pod -> key.name().value().contains("/" + pod + "/")).toList()));
        }
    }

    @Override
    public void died(EnvoyProcess envoy, Duration lived, Duration pause) {
        run(() -> gone(envoy));
    }

    /**
     * This pod's new connections go to this Envoy from now on, for as long as it has the pod's doors; to the one that was started
     * first otherwise. None is cut.
     */
    public void select(PodUid pod, EnvoyProcess envoy) {
        run(() -> {
            preferred.put(pod, envoy);
            lookSoon(Set.of(pod));
        });
    }

    /** Why doors are not steered, if so. */
    public Optional<String> refused() {
        return refused;
    }

    /** Where everything is, as last seen. */
    public CompletableFuture<LaneReport> report() {
        return CompletableFuture.supplyAsync(() -> LaneReport.of(book, pods, found, refused), owner);
    }

    private void joined(RegistrySnapshot snapshot) {
        Set<PodUid> fresh = new HashSet<>();
        for (PodRecord pod : snapshot.all()) {
            Steering known = pods.get(pod.uid());
            if (known == null || !known.pod().pin().equals(pod.pin())) {
                pods.put(pod.uid(), new Steering(pod, clock));
                fresh.add(pod.uid());
            }
        }
        pods.keySet().removeIf(uid -> snapshot.pod(uid).isEmpty());
        for (PodUid gone : new ArrayList<>(book.seats().keySet())) {
            if (!pods.containsKey(gone)) {
                book = book.leave(gone);
                found.remove(gone);
                preferred.remove(gone);
            }
        }
        lookSoon(fresh);
    }

    private void lookAgain() {
        pending.addAll(pods.keySet());
        look();
    }

    private void lookSoon(Collection<PodUid> fresh) {
        pending.addAll(fresh);
        looks = 0;
        schedule(0);
    }

    private void schedule(long millis) {
        if (!scheduled && !pending.isEmpty() && !envoys.isEmpty()) {
            scheduled = true;
            owner.schedule(() -> guarded(() -> {
                scheduled = false;
                look();
                if (++looks < SOON_LOOKS) { // a pod without doors is not looked for all the time
                    schedule(looks < SOON_LOOKS / 2 ? SOON_MILLIS : LATER_MILLIS);
                }
            }), millis, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        pending.retainAll(pods.keySet());
        Map<PodUid, List<DoorAddress>> doors = new TreeMap<>();
        for (PodUid uid : List.copyOf(pending)) {
            try {
                doors.put(uid, pods.get(uid).look(envoys, before));
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "looking at the doors of a pod", e);
            }
        }
        // Those that have a lane from before first: the others choose among what is left.
        doors.forEach((uid, all) -> laneFromBefore(uid, all).ifPresent(lane ->
                book = book.adopt(uid, pods.get(uid).pod().name().tenant(), lane)));
        doors.forEach((uid, all) -> {
            book = book.join(uid, pods.get(uid).pod().name().tenant());
            steer(uid, all);
        });
    }

    private Optional<Integer> laneFromBefore(PodUid uid, List<DoorAddress> doors) {
        try {
            for (DoorAddress door : doors) {
                int worker = pods.get(uid).worker(door);
                if (worker >= 0) {
                    return Optional.of(worker);
                }
            }
        } catch (LinuxException e) {
            refuse(e);
        }
        return Optional.empty();
    }

    private void steer(PodUid uid, List<DoorAddress> all) {
        int lane = book.seat(uid).orElseThrow().lane();
        List<DoorFound> now = new ArrayList<>();
        Set<Integer> missing = new HashSet<>(ports);
        try {
            for (DoorAddress door : wanted(uid, all)) {
                DoorFound state = pods.get(uid).steer(door, lane % door.workers().size());
                now.add(state);
                if (state.worker() >= 0) {
                    missing.remove(door.address().getPort());
                }
            }
            if (missing.isEmpty()) {
                refused = Optional.empty();
                pending.remove(uid);
            }
        } catch (LinuxException e) {
            refuse(e);
            pending.remove(uid); // until the next time that all are looked at
        }
        found.put(uid, now);
    }

    /** Of a door that several Envoys have, that of the preferred one, else that of the one that was started first. */
    private List<DoorAddress> wanted(PodUid uid, List<DoorAddress> all) {
        Map<Object, DoorAddress> chosen = new HashMap<>();
        for (DoorAddress door : all) {
            if (door.envoy().process().equals(preferred.get(uid))) {
                chosen.put(door.address(), door);
            } else {
                chosen.putIfAbsent(door.address(), door);
            }
        }
        return List.copyOf(chosen.values());
    }

    private void refuse(LinuxException e) {
        if (envoys.stream().allMatch(envoy -> envoy.process().alive())) {
            if (refused.isEmpty()) {
                LOG.log(Level.WARNING, "doors are not pinned to lanes, any worker serves them: {0}", e.getMessage());
            }
            refused = Optional.of("lanes: doors are not pinned, any worker of Envoy serves them: " + e.getMessage());
        }
    }

    private void gone(EnvoyProcess envoy) {
        for (EnvoySockets sockets : List.copyOf(envoys)) {
            if (sockets.process().equals(envoy)) {
                envoys.remove(sockets);
                try {
                    sockets.close();
                } catch (LinuxException e) {
                    LOG.log(Level.DEBUG, "closing", e);
                }
            }
        }
        preferred.values().removeIf(envoy::equals);
        lookSoon(pods.keySet());
    }

    private Map<Long, Selector> attached() {
        try {
            return Selector.attached();
        } catch (LinuxException e) {
            refuse(e);
            return new HashMap<>();
        }
    }

    private void run(Runnable task) {
        try {
            owner.execute(() -> guarded(task));
        } catch (RejectedExecutionException closed) {
            // the agent is ending
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "lanes", e);
        }
    }

    /** Doors stay pinned as they are. */
    @Override
    public void close() {
        owner.shutdownNow();
    }
}
