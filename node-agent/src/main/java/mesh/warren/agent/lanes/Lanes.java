package mesh.warren.agent.lanes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.envoy.EnvoyWatcher;
import mesh.warren.agent.netns.LinuxException;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.model.id.PodUid;
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
    private static final int LOOKS = 100;
    private static final long AGAIN_SECONDS = 15;
    private static final long WATCH_SECONDS = 1;

    private final ScheduledExecutorService owner =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("lanes").factory());
    private final InstantSource clock;
    private final LaneState state;
    private final DoorLook doors;
    private final LaneWatch watch;
    private final Set<PodUid> pending = new HashSet<>();
    private int looks;
    private boolean scheduled;
    private final AtomicBoolean streamsChanged = new AtomicBoolean(true);
    private volatile boolean on;

    /**
     * @param settings of the lanes
     * @param ports    that every pod's doors have
     * @param clock    for what is reported
     */
    public Lanes(LaneSettings settings, Set<Integer> ports, InstantSource clock) {
        this.clock = clock;
        this.state = new LaneState(settings);
        this.doors = new DoorLook(state, ports);
        this.watch = new LaneWatch(state);
    }

    /** Finds what is attached from before, and steers from now on. Without this call, nothing is done. */
    public void begin() {
        on = true;
        run(() -> {
            try {
                state.before = Selector.attached();
            } catch (LinuxException e) {
                state.refused(e);
            }
        });
        owner.scheduleWithFixedDelay(guarded(() -> doors.at(List.copyOf(state.pods.keySet()))), AGAIN_SECONDS, AGAIN_SECONDS, TimeUnit.SECONDS);
        owner.scheduleWithFixedDelay(guarded(() -> doors.at(watch.observe(clock.instant()))), WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
    }

    /** The pods that have joined, from now on. */
    public void pods(RegistrySnapshot snapshot) {
        run(() -> joined(snapshot));
    }

    @Override
    public void started(EnvoyProcess envoy, boolean adopted) {
        run(() -> started(envoy));
    }

    @Override
    public void died(EnvoyProcess envoy, Duration lived, Duration pause) {
        run(() -> gone(envoy));
    }

    /**
     * Envoys that others start and end, in place of {@link #started} and {@link #died}: asked for when one connects or leaves, and
     * each second while there are several. A pod's new connections go to the first of them that has its doors.
     */
    public void find(Supplier<List<EnvoyProcess>> running) {
        owner.scheduleWithFixedDelay(guarded(() -> {
            boolean ended = state.envoys.stream().anyMatch(envoy -> !envoy.process().alive());
            if (streamsChanged.getAndSet(false) || ended || state.envoys.size() > 1) {
                found(running.get());
            }
        }), 0, WATCH_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void connected(StreamId stream) {
        streamsChanged.set(true);
    }

    private void found(List<EnvoyProcess> running) {
        List<EnvoyProcess> known = state.envoys.stream().map(LaneEnvoy::process).toList();
        if (running.equals(known)) {
            return;
        }
        known.stream().filter(envoy -> !running.contains(envoy)).forEach(this::gone);
        for (EnvoyProcess envoy : running) {
            if (!known.contains(envoy)) {
                started(envoy);
            }
        }
        state.envoys.sort(Comparator.comparingInt(envoy -> running.indexOf(envoy.process())));
        lookSoon(state.pods.keySet());
    }

    /** A door that Envoy has acknowledged listens soon. */
    @Override
    public void acked(StreamId stream, ResourceKey key, Version version) {
        if (key.type() == ResourceType.LISTENER) {
            run(() -> {
                if (state.envoys.isEmpty() && on) {
                    state.unseen();
                }
                lookSoon(state.pods.keySet().stream().filter(pod -> key.name().value().contains("/" + pod + "/")).toList());
            });
        }
    }

    /**
     * This pod's new connections go to this Envoy from now on, for as long as it has the pod's doors; otherwise to the one that was
     * started first. No connection is cut.
     */
    public void select(PodUid pod, EnvoyProcess envoy) {
        run(() -> {
            if (state.pods.containsKey(pod)) {
                state.pods.get(pod).preferred = Optional.of(envoy);
                lookSoon(Set.of(pod));
            }
        });
    }

    /** Why doors are not steered, if so. */
    public Optional<String> refused() {
        return state.refused();
    }

    /** Where everything is: looks at all doors now. */
    public CompletableFuture<LaneReport> report() {
        return CompletableFuture.supplyAsync(() -> {
            if (on) {
                doors.at(List.copyOf(state.pods.keySet()));
            }
            return LaneReport.of(state, on);
        }, owner);
    }

    private void joined(RegistrySnapshot snapshot) {
        Set<PodUid> fresh = new HashSet<>();
        for (PodRecord pod : snapshot.all()) {
            LanePod known = state.pods.get(pod.uid());
            if (known == null || !known.record.pin().equals(pod.pin())) {
                state.pods.put(pod.uid(), new LanePod(pod, clock));
                fresh.add(pod.uid());
            }
        }
        for (PodUid uid : List.copyOf(state.pods.keySet())) {
            if (snapshot.pod(uid).isEmpty()) {
                state.pods.remove(uid);
                state.book = state.book.leave(uid);
            }
        }
        lookSoon(fresh);
    }

    private void started(EnvoyProcess envoy) {
        try {
            state.envoys.add(LaneEnvoy.of(envoy));
        } catch (LinuxException e) {
            LOG.log(Level.DEBUG, "it ended at once", e);
        }
        lookSoon(state.pods.keySet());
    }

    private void gone(EnvoyProcess envoy) {
        for (LaneEnvoy known : List.copyOf(state.envoys)) {
            if (known.process().equals(envoy)) {
                state.envoys.remove(known);
                try {
                    known.close();
                } catch (LinuxException e) {
                    LOG.log(Level.DEBUG, "closing", e);
                }
            }
        }
        state.pods.values().forEach(pod -> pod.preferred = pod.preferred.filter(preferred -> !preferred.equals(envoy)));
        lookSoon(state.pods.keySet());
    }

    private void lookSoon(Collection<PodUid> fresh) {
        pending.addAll(fresh);
        looks = 0;
        schedule(0);
    }

    /** A pod whose doors do not come is not looked for all the time: it is seen with all others, or when Envoy acknowledges them. */
    private void schedule(long millis) {
        if (!scheduled && !pending.isEmpty() && !state.envoys.isEmpty()) {
            scheduled = true;
            owner.schedule(guarded(() -> {
                scheduled = false;
                Collection<PodUid> due = new ArrayList<>(pending);
                pending.clear();
                pending.addAll(doors.at(due));
                if (++looks < LOOKS) {
                    schedule(looks < LOOKS / 2 ? SOON_MILLIS : LATER_MILLIS);
                }
            }), millis, TimeUnit.MILLISECONDS);
        }
    }

    private void run(Runnable task) {
        try {
            owner.execute(guarded(task));
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "the agent is ending", closed);
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "lanes", e);
            }
        };
    }

    /** Doors stay pinned as they are. */
    @Override
    public void close() {
        owner.shutdownNow();
    }
}
