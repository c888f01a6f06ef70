package mesh.warren.agent.attach;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.capture.CaptureState;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.Registry;
import mesh.warren.model.capture.CapturePlan;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;

/**
 * Looks at each pod's doors and rules in the kernel, again and again, and puts the rules back when they are not as wanted.
 * On the thread {@code verify}; what it found can be asked for on any.
 */
public final class Verification implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Verification.class.getName());
    private static final long EVERY_SECONDS = 15;

    /**
     * What the kernel showed.
     *
     * @param missingDoors ports on which nothing listens
     * @param capture      "intact", or what was found instead
     * @param at           when; null when the pod was not looked at yet
     */
    public record Found(Set<Integer> missingDoors, String capture, Instant at) {
        static final Found NOT_YET = new Found(Set.of(), "not looked at yet", null);
    }

    private final ScheduledExecutorService owner =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("verify").factory());
    private final Map<PodUid, Found> found = new ConcurrentHashMap<>();
    private final Registry registry;
    private final Capture capture;
    private final CapturePlans plans;
    private final DoorWait doors;
    private final Function<PodName, Optional<Boolean>> routed;
    private final AtomicBoolean due = new AtomicBoolean();

    /**
     * @param routed whether a pod is to be routed; of one that is not any more the capture is removed, and its doors stay for the
     *               connections that they have. Empty while that is not known, as just after the agent's start: then nothing is changed
     */
    public Verification(Registry registry, Capture capture, CapturePlans plans, Doors doors,
            Function<PodName, Optional<Boolean>> routed) {
        this.registry = registry;
        this.capture = capture;
        this.plans = plans;
        this.doors = new DoorWait(doors);
        this.routed = routed;
    }

    /** Looks now, and then every 15 s. */
    public void begin() {
        owner.scheduleWithFixedDelay(this::lookAtAll, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** Looks at all soon: what is wanted may have changed. Any thread. */
    public void soon() {
        if (due.compareAndSet(false, true)) {
            owner.execute(() -> {
                due.set(false);
                lookAtAll();
            });
        }
    }

    public Found of(PodRecord pod) {
        return found.getOrDefault(pod.uid(), Found.NOT_YET);
    }

    private void lookAtAll() {
        List<PodRecord> pods = List.copyOf(registry.snapshot().all());
        for (PodRecord pod : pods) {
            try {
                found.put(pod.uid(), look(pod));
            } catch (IOException | RuntimeException e) {
                found.put(pod.uid(), new Found(Set.of(), e.getMessage(), Instant.now()));
                LOG.log(Level.WARNING, "pod {0} cannot be verified: {1}", pod.name(), e.getMessage());
            }
        }
        found.keySet().removeIf(uid -> registry.snapshot().pod(uid).isEmpty());
    }

    private Found look(PodRecord pod) throws IOException {
        Set<Integer> missing = doors.missing(pod);
        Optional<Boolean> wanted = routed.apply(pod.name());
        if (wanted.isPresent() && !wanted.get()) {
            return new Found(missing, released(pod), Instant.now());
        }
        CapturePlan plan = plans.of(pod);
        String state = switch (capture.verify(pod.pin(), plan)) {
            case CaptureState.Intact() -> "intact";
            case CaptureState other when wanted.isEmpty() -> "left as it is until the cluster is known: " + other;
            // Rules in front of doors that do not listen yet would cut the pod off; an ADD under way applies its own.
            case CaptureState.Missing() when !missing.isEmpty() -> "missing";
            case CaptureState.Missing() -> repaired(pod, plan, "missing");
            case CaptureState.Altered(String difference) -> repaired(pod, plan, difference);
        };
        return new Found(missing, state, Instant.now());
    }

    private String released(PodRecord pod) throws IOException {
        if (!(capture.verify(pod.pin(), plans.of(pod)) instanceof CaptureState.Missing)) {
            capture.remove(pod.pin());
            LOG.log(Level.INFO, "pod {0}: its capture is removed, its label says so; it keeps its doors until it ends", pod.name());
        }
        return "removed, as its label says";
    }

    private String repaired(PodRecord pod, CapturePlan plan, String difference) throws IOException {
        capture.apply(pod.pin(), plan);
        if (registry.snapshot().pod(pod.uid()).filter(now -> now.pin().equals(pod.pin())).isEmpty()) {
            capture.remove(pod.pin()); // it left meanwhile, and its rules were removed before these
            return "left";
        }
        LOG.log(Level.WARNING, "pod {0}: its capture was put back, it was not as wanted: {1}", pod.name(), difference);
        return "intact";
    }

    @Override
    public void close() {
        owner.shutdownNow();
    }
}
