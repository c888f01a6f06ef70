package mesh.warren.agent.podview;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.model.id.PodUid;

/**
 * The ports of all pods that have joined, kept as the registry is. Any thread may call; ports are opened and closed on the thread
 * {@code pod-views}.
 */
public final class PodViews implements AutoCloseable {

    private final ExecutorService owner = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pod-views").factory());
    private final Map<PodUid, Opened> opened = new HashMap<>();
    private final PodPages pages;
    private final int viewPort;
    private final int readyPort;

    private record Opened(PodRecord pod, PodPorts ports) {}

    /**
     * @param viewPort  on 127.0.0.1 of each pod
     * @param readyPort on all addresses of each pod
     */
    public PodViews(PodPages pages, int viewPort, int readyPort) {
        this.pages = pages;
        this.viewPort = viewPort;
        this.readyPort = readyPort;
    }

    /** The pods that have joined, from now on. */
    public void pods(RegistrySnapshot snapshot) {
        try {
            owner.execute(() -> update(snapshot));
        } catch (RejectedExecutionException closed) {
            // The agent ends.
        }
    }

    private void update(RegistrySnapshot snapshot) {
        opened.entrySet().removeIf(entry -> {
            boolean gone = !snapshot.pods().containsKey(entry.getKey())
                    || !snapshot.pods().get(entry.getKey()).netns().equals(entry.getValue().pod().netns());
            if (gone) {
                entry.getValue().ports().close();
            }
            return gone;
        });
        snapshot.all().forEach(pod -> opened.computeIfAbsent(pod.uid(),
                uid -> new Opened(pod, PodPorts.open(pod, viewPort, readyPort, pages))));
    }

    @Override
    public void close() {
        owner.execute(() -> {
            opened.values().forEach(each -> each.ports().close());
            opened.clear();
        });
        owner.close();
    }
}
