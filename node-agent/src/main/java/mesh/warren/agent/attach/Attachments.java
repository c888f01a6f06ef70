package mesh.warren.agent.attach;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.capture.CaptureState;
import mesh.warren.agent.cni.Attachment;
import mesh.warren.agent.cni.Deadline;
import mesh.warren.agent.cni.PodAttachments;
import mesh.warren.agent.join.LateJoin;
import mesh.warren.agent.netns.Pin;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.registry.JoinRefused;
import mesh.warren.agent.registry.Joined;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.Registry;
import mesh.warren.cni.spec.AttachmentId;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.Tenant;

/**
 * Pods join and leave. An ADD that fails leaves nothing behind; a pin stays until Envoy has acknowledged that the pod's
 * doors are gone (design section 3, "missing netns path").
 */
public final class Attachments implements PodAttachments {

    private static final Logger LOG = System.getLogger(Attachments.class.getName());

    private final Registry registry;
    private final PodPins pins;
    private final Capture capture;
    private final CapturePlans plans;
    private final DoorWait wait;
    private final Set<NetnsId> never;
    private final Predicate<PodName> routed;
    private final Function<PodName, Map<String, String>> annotations;
    private final Supplier<Optional<String>> notReady;

    /**
     * @param never       network namespaces that are no pod's: the node's and the void
     * @param routed      whether a pod is to be routed, as far as is known now; one that is not is left as it is
     * @param annotations of a pod, as far as they are known now; empty for a pod that is not known yet
     * @param notReady    why no pod can be served now, if so
     */
    public Attachments(Registry registry, Pins pins, Capture capture, CapturePlans plans, Doors doors, Set<NetnsId> never,
            Predicate<PodName> routed, Function<PodName, Map<String, String>> annotations, Supplier<Optional<String>> notReady) {
        this.registry = registry;
        this.pins = new PodPins(registry, pins, doors);
        this.capture = capture;
        this.plans = plans;
        this.wait = new DoorWait(doors);
        this.never = Set.copyOf(never);
        this.routed = routed;
        this.annotations = annotations;
        this.notReady = notReady;
    }

    @Override
    public void add(Attachment attachment, Deadline deadline) throws CniException {
        PodName name = attachment.pod().orElseGet(() -> unnamed(attachment.id()));
        if (never.contains(attachment.netns())) {
            throw new CniException(ErrorCode.INVALID_ENVIRONMENT, "CNI_NETNS " + attachment.netnsPath() + " of pod " + name
                    + " is the node's own network namespace or the void, not a pod's: leave host-network pods out of the chain");
        }
        if (!routed.test(name)) {
            return;
        }
        Map<String, String> wanted = annotations.apply(name);
        try {
            plans.exclusions(wanted);
        } catch (IllegalArgumentException e) {
            throw new CniException(ErrorCode.INVALID_NETWORK_CONFIG, "pod " + name + ": " + e.getMessage());
        }
        Joined joined = pins.join(attachment, name, wanted);
        PodRecord pod = joined.pod();
        try {
            wait.untilServing(pod, deadline);
            capture.apply(pod.pin(), plans.of(pod));
        } catch (IOException e) {
            throw undone(joined, new CniException(ErrorCode.IO_FAILURE, "pod " + name + ": " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw undone(joined, new CniException(ErrorCode.TRY_AGAIN_LATER, "pod " + name + ": the agent gave up after the deadline"));
        } catch (CniException e) {
            throw undone(joined, e);
        }
        if (joined instanceof Joined.Replaced replaced) {
            pins.removeUnused(replaced.previous().pin());
        }
    }

    /** Takes back what this call did: a pod that had joined before it is again what it was. */
    private CniException undone(Joined joined, CniException failure) {
        PodRecord pod = joined.pod();
        try {
            switch (joined) {
                case Joined.Unchanged repetition -> { }
                case Joined.Replaced(PodRecord now, PodRecord previous) -> {
                    registry.join(previous);
                    pins.removeWhenMoved(now.pin(), previous);
                }
                case Joined.Added added -> left(pod);
            }
        } catch (IOException | JoinRefused e) {
            LOG.log(Level.WARNING, "pod {0}: taking back a failed ADD: {1}", pod.name(), e.getMessage());
        }
        return failure;
    }

    /** In this order, so that a verification under way, which puts rules back, sees that they are not wanted any more. */
    private void left(PodRecord pod) throws IOException {
        registry.leave(pod.containerId());
        try {
            capture.remove(pod.pin());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "pod {0}: removing its capture: {1}", pod.name(), e.getMessage());
        }
        pins.removeWhenGone(pod);
    }

    @Override
    public void delete(AttachmentId id, Deadline deadline) throws CniException {
        Optional<PodRecord> pod = registry.snapshot().container(id.containerId())
                .filter(known -> known.interfaceName().equals(id.ifname()));
        if (pod.isEmpty()) {
            return;
        }
        try {
            left(pod.get());
        } catch (IOException e) {
            throw new CniException(ErrorCode.IO_FAILURE, "pod " + pod.get().name() + ": " + e.getMessage());
        }
    }

    /** Removes pins that an agent before this one left and nobody needs. */
    public void release(List<Pin> orphans) {
        pins.release(orphans);
    }

    @Override
    public void check(Attachment attachment, Deadline deadline) throws CniException {
        if (!routed.test(attachment.pod().orElseGet(() -> unnamed(attachment.id())))) {
            return;
        }
        PodRecord pod = registry.snapshot().container(attachment.id().containerId())
                .orElseThrow(() -> new CniException(ErrorCode.UNKNOWN_CONTAINER,
                        "container " + attachment.id() + " has not joined: ADD it first"));
        try {
            List<String> wrong = new ArrayList<>();
            if (!pod.netns().equals(attachment.netns())) {
                wrong.add("its network namespace is " + attachment.netns() + ", it joined with " + pod.netns());
            }
            Set<Integer> missing = wait.missing(pod);
            if (!missing.isEmpty()) {
                wrong.add("nothing listens on its doors " + missing);
            }
            switch (capture.verify(pod.pin(), plans.of(pod))) {
                case CaptureState.Intact() -> { }
                case CaptureState.Missing() -> wrong.add("its capture rules are gone");
                case CaptureState.Altered(String difference) -> wrong.add("its capture rules are not ours: " + difference);
            }
            if (!wrong.isEmpty()) {
                throw new CniException(ErrorCode.CHECK_FAILED, "pod " + pod.name() + ": " + String.join("; ", wrong));
            }
        } catch (IOException e) {
            throw new CniException(ErrorCode.CHECK_FAILED, "pod " + pod.name() + ": " + e.getMessage());
        }
    }

    @Override
    public void gc(Set<AttachmentId> valid, Deadline deadline) throws CniException {
        List<String> failures = new ArrayList<>();
        for (PodRecord pod : List.copyOf(registry.snapshot().all())) {
            AttachmentId id = new AttachmentId(pod.containerId(), pod.interfaceName());
            if (!valid.contains(id) && !LateJoin.isLate(pod)) {
                try {
                    delete(id, deadline);
                } catch (CniException e) {
                    failures.add(e.getMessage());
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new CniException(ErrorCode.IO_FAILURE, String.join("; ", failures));
        }
    }

    @Override
    public void status(Deadline deadline) throws CniException {
        Optional<String> why = notReady.get();
        if (why.isPresent()) {
            boolean others = !registry.snapshot().all().isEmpty();
            throw new CniException(others ? ErrorCode.NOT_AVAILABLE_LIMITED_CONNECTIVITY : ErrorCode.NOT_AVAILABLE, why.get());
        }
    }

    /** A runtime without Kubernetes gives no names; the container's id is the best there is. */
    private static PodName unnamed(AttachmentId id) {
        String name = id.containerId().toLowerCase().replace('_', '-').replaceAll("[.-]+$", "");
        return new PodName(new Tenant("unnamed"), name);
    }
}
