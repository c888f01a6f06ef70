package mesh.warren.agent.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mesh.warren.model.id.PodUid;

/**
 * The pods that have joined. A change is on disk before it is seen by anybody. Changes are made one after the other by the
 * registry's own thread, whoever asks for them; asking waits until the change is done.
 */
public final class Registry implements AutoCloseable {

    private final ExecutorService owner = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("registry").daemon().factory());
    private final List<RegistryListener> listeners = new CopyOnWriteArrayList<>();
    private final RegistryFolder folder;
    private final List<String> broken;
    private volatile RegistrySnapshot snapshot;

    private Registry(RegistryFolder folder, RegistrySnapshot snapshot, List<String> broken) {
        this.folder = folder;
        this.snapshot = snapshot;
        this.broken = List.copyOf(broken);
    }

    /**
     * The registry in {@code STATE/pods}, with what an agent before this one left there. A file that cannot be read, or that
     * claims a namespace which another file has too, is moved aside and told by {@link #broken}.
     */
    public static Registry open(Path state) throws IOException {
        RegistryFolder folder = new RegistryFolder(state.toAbsolutePath().resolve("pods"));
        RegistryFolder.Loaded loaded = folder.load();
        List<String> broken = new ArrayList<>(loaded.broken());
        RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;
        for (PodRecord pod : loaded.pods()) {
            Optional<String> refusal = refusal(snapshot, pod);
            if (refusal.isPresent()) {
                broken.add(folder.setAside(pod.uid(), refusal.get()));
            } else {
                snapshot = snapshot.with(pod);
            }
        }
        return new Registry(folder, snapshot, broken);
    }

    /** One line for each file that was moved aside at the start: the file, the reason, the remedy. */
    public List<String> broken() {
        return broken;
    }

    /** What is, at this moment. Never waits. */
    public RegistrySnapshot snapshot() {
        return snapshot;
    }

    /** From the next change on; the caller reads {@link #snapshot} for what was before. */
    public void addListener(RegistryListener listener) {
        listeners.add(listener);
    }

    /**
     * Adds a pod, or puts it in the place of the one with the same uid.
     *
     * @throws JoinRefused when its namespace or its container is another pod's, or this container joined with another interface
     * @throws IOException when it could not be written; then nothing has changed
     */
    public Joined join(PodRecord pod) throws JoinRefused, IOException {
        Object outcome = onOwner(() -> {
            RegistrySnapshot before = snapshot;
            Optional<String> refusal = refusal(before, pod);
            if (refusal.isPresent()) {
                return new JoinRefused(refusal.get());
            }
            PodRecord previous = before.pods().get(pod.uid());
            if (pod.equals(previous)) {
                return new Joined.Unchanged(pod);
            }
            folder.write(pod);
            publish(before, before.with(pod));
            return previous == null ? new Joined.Added(pod) : new Joined.Replaced(pod, previous);
        });
        if (outcome instanceof JoinRefused refused) {
            throw refused;
        }
        return (Joined) outcome;
    }

    /**
     * Removes the pod of a container, for CNI DEL. Nothing happens when the pod has another container by now: a late DEL of
     * an old sandbox must not take the new one away.
     *
     * @return what was removed
     */
    public Optional<PodRecord> leave(String containerId) throws IOException {
        return onOwner(() -> remove(snapshot.container(containerId)));
    }

    /** Removes a pod whatever its container. */
    public Optional<PodRecord> leave(PodUid uid) throws IOException {
        return onOwner(() -> remove(snapshot.pod(uid)));
    }

    private Optional<PodRecord> remove(Optional<PodRecord> pod) throws IOException {
        if (pod.isPresent()) {
            folder.delete(pod.get().uid());
            publish(snapshot, snapshot.without(pod.get().uid()));
        }
        return pod;
    }

    private static Optional<String> refusal(RegistrySnapshot pods, PodRecord pod) {
        Optional<PodRecord> sameNetns = pods.netns(pod.netns()).filter(other -> !other.uid().equals(pod.uid()));
        if (sameNetns.isPresent()) {
            return Optional.of("pod " + pod.name() + " (" + pod.uid() + "): its network namespace " + pod.netns() + " (" + pod.netnsPath()
                    + ") is that of pod " + sameNetns.get().name() + " (" + sameNetns.get().uid()
                    + "); one namespace belongs to one pod: delete the other one first (CNI DEL)");
        }
        PodRecord same = pods.pods().get(pod.uid());
        if (same != null && same.containerId().equals(pod.containerId()) && !same.interfaceName().equals(pod.interfaceName())) {
            return Optional.of("pod " + pod.name() + " (" + pod.uid() + ") has joined with its interface " + same.interfaceName()
                    + " already, and capture is for all of its interfaces: leave warren out of the network of " + pod.interfaceName());
        }
        Optional<PodRecord> sameContainer = pods.container(pod.containerId()).filter(other -> !other.uid().equals(pod.uid()));
        return sameContainer.map(other -> "pod " + pod.name() + " (" + pod.uid() + "): its container " + pod.containerId()
                + " is that of pod " + other.name() + " (" + other.uid() + "); delete the other one first (CNI DEL)");
    }

    private void publish(RegistrySnapshot before, RegistrySnapshot after) {
        snapshot = after;
        listeners.forEach(listener -> listener.changed(before, after));
    }

    private <T> T onOwner(Callable<T> change) throws IOException {
        Future<T> future = owner.submit(change);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true; // a change is short; half of one is no answer
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException io) {
                        throw io;
                    }
                    throw new IllegalStateException("registry", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the registry's thread; what is on disk stays. */
    @Override
    public void close() {
        owner.shutdown();
    }
}
