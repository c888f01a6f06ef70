package mesh.warren.agent;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mesh.warren.agent.cluster.ClusterView;

/** Who hears of the cluster, in the order in which they were added. One that comes later hears at once what the others heard last. */
final class ClusterListeners implements Consumer<ClusterView> {

    private final List<Consumer<ClusterView>> all = new CopyOnWriteArrayList<>();
    private ClusterView last;

    synchronized void add(Consumer<ClusterView> listener) {
        all.add(listener);
        if (last != null) {
            listener.accept(last);
        }
    }

    @Override
    public synchronized void accept(ClusterView view) {
        last = view;
        all.forEach(listener -> listener.accept(view));
    }
}
