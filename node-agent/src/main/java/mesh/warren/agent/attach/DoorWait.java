package mesh.warren.agent.attach;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import mesh.warren.agent.cni.Deadline;
import mesh.warren.agent.netns.ListeningSockets;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.model.xds.ResourceKey;

/** Waits until a pod's doors serve: acknowledged by Envoy, and then listening, which is what the kernel says. */
final class DoorWait {

    /** Between two looks at the kernel. Envoy listens a few milliseconds after it acknowledges, once the door's chains are there. */
    private static final long LOOK_NANOS = 1_000_000;

    private final Doors doors;

    DoorWait(Doors doors) {
        this.doors = doors;
    }

    void untilServing(PodRecord pod, Deadline deadline) throws CniException, InterruptedException {
        List<CompletableFuture<Void>> served = doors.of(pod).stream().map(doors::whenServed).toList();
        try {
            for (int i = 0; i < served.size(); i++) {
                await(served.get(i), pod, doors.of(pod).get(i), deadline);
            }
            Set<Integer> missing = missing(pod);
            while (!missing.isEmpty()) {
                if (deadline.passed()) {
                    throw new CniException(ErrorCode.TRY_AGAIN_LATER, "pod " + pod.name() + ": Envoy has its doors but does not listen on "
                            + missing + " yet; if this stays, see Envoy's log and its config dump for warming resources");
                }
                LockSupport.parkNanos(LOOK_NANOS);
                missing = missing(pod);
            }
        } catch (IOException e) {
            throw new CniException(ErrorCode.IO_FAILURE, "pod " + pod.name() + ": looking at its doors: " + e.getMessage());
        } finally {
            served.forEach(future -> future.cancel(false));
        }
    }

    /** The ports of doors on which nothing listens in the pod. */
    Set<Integer> missing(PodRecord pod) throws IOException {
        Set<Integer> listening = NetnsThread.call(pod.pin(), pod.netns(), ListeningSockets::here).stream()
                .map(InetSocketAddress::getPort).collect(Collectors.toSet());
        return doors.ports().stream().filter(port -> !listening.contains(port)).collect(Collectors.toSet());
    }

    private static void await(CompletableFuture<Void> served, PodRecord pod, ResourceKey door, Deadline deadline)
            throws CniException, InterruptedException {
        try {
            served.get(Math.max(1, deadline.left().toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CniException(ErrorCode.TRY_AGAIN_LATER, "pod " + pod.name() + ": Envoy has not acknowledged its door " + door.name()
                    + " in time; is Envoy running? see 'warren status'");
        } catch (ExecutionException e) {
            throw new CniException(ErrorCode.AGENT_FAILED, "pod " + pod.name() + ": Envoy refused its door " + door.name() + ": "
                    + e.getCause().getMessage());
        }
    }
}
