package mesh.warren.agent.join;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import mesh.warren.agent.cluster.ClusterPod;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.cni.Attachment;
import mesh.warren.agent.cni.Deadline;
import mesh.warren.agent.cni.PodAttachments;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.Registry;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.CniException;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;

/**
 * Lets pods join that are running and should be routed but came by no CNI ADD: they were there before Warren, or were labelled
 * later. And lets those leave when the cluster has them no more: the runtime's CNI DEL names a
 * container that the agent does not know.
 *
 * <p>A pod whose label is taken away stays in the registry and keeps its doors until it ends, only its capture is removed (by
 * {@code attach}'s verification): connections that go through the doors live on.
 */
public final class LateJoin implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LateJoin.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long EVERY_SECONDS = 10;
    private static final String PREFIX = "joined-late-";

    private final ScheduledExecutorService owner =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("join").factory());
    private final AtomicBoolean due = new AtomicBoolean();
    private final Map<PodName, String> problems = new ConcurrentHashMap<>();
    private final Registry registry;
    private final PodAttachments attachments;
    private final Sandboxes sandboxes;
    private final Membership membership;
    private final Set<NetnsId> never;
    private volatile ClusterView cluster;

    /**
     * @param sandboxes the folder of the runtime's network namespaces
     * @param never     network namespaces that are no pod's
     */
    public LateJoin(Registry registry, PodAttachments attachments, Path sandboxes, Membership membership, Set<NetnsId> never) {
        this.registry = registry;
        this.attachments = attachments;
        this.sandboxes = new Sandboxes(sandboxes);
        this.membership = membership;
        this.never = Set.copyOf(never);
    }

    /** Whether this attachment is none of the runtime's: it is not among those that a CNI GC names. */
    public static boolean isLate(PodRecord pod) {
        return pod.containerId().equals(containerId(pod.uid().value()));
    }

    /** The cluster as it is from now on; any thread. */
    public void cluster(ClusterView view) {
        cluster = view;
        if (due.compareAndSet(false, true)) {
            owner.execute(() -> {
                due.set(false);
                look();
            });
        }
    }

    /** From now on also without news of the cluster: a pod's network namespace may appear after its address. */
    public void begin() {
        owner.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** Why a pod that should be routed is not, by pod; any thread. */
    public Map<PodName, String> problems() {
        return Map.copyOf(problems);
    }

    private void look() {
        ClusterView view = cluster;
        if (view == null) {
            return;
        }
        try {
            letJoin(view);
            letGo(view);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "pods that should join late cannot be looked for: {0}; tried again in {1} s", e, EVERY_SECONDS);
        }
    }

    private void letJoin(ClusterView view) throws IOException {
        List<ClusterPod> missing = view.pods().values().stream().filter(pod -> misses(pod, view)).toList();
        problems.keySet().retainAll(missing.stream().map(ClusterPod::name).toList());
        if (missing.isEmpty()) {
            return;
        }
        List<Sandboxes.Sandbox> free = sandboxes.look(id -> !never.contains(id) && registry.snapshot().netns(id).isEmpty());
        for (ClusterPod pod : missing) {
            List<Sandboxes.Sandbox> its = free.stream().filter(sandbox -> sandbox.has(pod.addresses())).toList();
            if (its.size() == 1) {
                join(pod, its.getFirst());
            } else if (!its.isEmpty()) {
                problem(pod.name(), its.size() + " network namespaces have its address " + pod.addresses()
                        + ": it cannot be told which is its own; start the pod anew to let it join");
            } // else its sandbox is not made yet, or is being made by an ADD under way
        }
    }

    private boolean misses(ClusterPod pod, ClusterView view) {
        return pod.uid().isPresent() && !pod.addresses().isEmpty() && !pod.finished() && !pod.hostNetwork()
                && membership.routes(pod.name(), Optional.of(view))
                && registry.snapshot().pod(pod.uid().get()).isEmpty()
                // A runtime that names no uid in CNI_ARGS: the record has the container's id in its place.
                && registry.snapshot().all().stream().noneMatch(known -> known.name().equals(pod.name())
                        && known.addresses().stream().anyMatch(a -> pod.addresses().toString().contains(a.getHostAddress())));
    }

    private void join(ClusterPod pod, Sandboxes.Sandbox sandbox) {
        try {
            attachments.add(new Attachment(new AttachmentId(containerId(pod.uid().orElseThrow().value()), "eth0"), sandbox.path(),
                    sandbox.netns(), Optional.of(pod.name()), pod.uid().orElseThrow(), sandbox.addresses()), Deadline.in(PATIENCE));
            problems.remove(pod.name());
            LOG.log(Level.INFO, "pod {0} joined, {1}: it was there before", pod.name(), sandbox.path());
        } catch (CniException e) {
            problem(pod.name(), e.getMessage());
        }
    }

    private void problem(PodName pod, String what) {
        if (!what.equals(problems.put(pod, what))) {
            LOG.log(Level.WARNING, "pod {0} should be routed and is not: {1}", pod, what);
        }
    }

    /** Only those that joined late: of the others the runtime tells the end. */
    private void letGo(ClusterView view) {
        Set<PodUid> there = view.pods().values().stream().flatMap(pod -> pod.uid().stream()).collect(Collectors.toSet());
        registry.snapshot().all().stream().filter(pod -> isLate(pod) && !there.contains(pod.uid())).forEach(this::delete);
    }

    private void delete(PodRecord pod) {
        try {
            attachments.delete(new AttachmentId(pod.containerId(), pod.interfaceName()), Deadline.in(PATIENCE));
            LOG.log(Level.INFO, "pod {0} has left: the cluster has it no more", pod.name());
        } catch (CniException e) {
            LOG.log(Level.WARNING, "pod {0} is gone but cannot leave: {1}", pod.name(), e.getMessage());
        }
    }

    private static String containerId(String uid) {
        return PREFIX + uid;
    }

    @Override
    public void close() {
        owner.shutdownNow();
    }
}
