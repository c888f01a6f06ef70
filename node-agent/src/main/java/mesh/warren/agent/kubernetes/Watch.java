package mesh.warren.agent.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mesh.warren.agent.cluster.ClusterObject;

/**
 * One informer, and what becomes of its objects. It lists, watches, lists again after a gap, and goes on trying when the API server
 * is away: what was known stays in force meanwhile. Its handlers run on the client's threads and only hand over.
 *
 * @param <T> fabric8's type of the object
 */
final class Watch<T extends HasMetadata> implements ResourceEventHandler<T>, AutoCloseable {

    private static final Logger LOG = System.getLogger(Watch.class.getName());

    /** What happened to an object. */
    record Event(Kind kind, String namespace, String name, ClusterObject object, String problem) {

        String id() {
            return kind + " " + (namespace == null ? "" : namespace + "/") + name;
        }

        boolean gone() {
            return object == null && problem == null;
        }
    }

    private final Kind kind;
    private final SharedIndexInformer<T> informer;
    private final Function<T, ClusterObject> read;
    private final Consumer<Event> events;

    /**
     * @param informer not started
     * @param trim     to the identifying metadata
     * @param read     to the model's form; throws IllegalArgumentException naming the field and the remedy
     * @param events   takes what happens, from any thread
     */
    Watch(Kind kind, SharedIndexInformer<T> informer, UnaryOperator<T> trim, Function<T, ClusterObject> read,
            Consumer<Event> events) {
        this.kind = kind;
        this.informer = informer;
        this.read = read;
        this.events = events;
        informer.itemStore(new TrimmedStore<>(trim));
        informer.exceptionHandler((started, problem) -> {
            LOG.log(Level.WARNING, "kubernetes: the watch of {0}s stopped ({1}); it is tried again, what is known stays in force", kind, problem);
            return true;
        });
        informer.addEventHandler(this);
    }

    void start() {
        informer.start().whenComplete((done, problem) -> {
            if (problem != null) {
                LOG.log(Level.WARNING, "kubernetes: the watch of {0}s does not start: {1}", kind, problem);
            }
        });
    }

    boolean synced() {
        return informer.hasSynced();
    }

    Kind kind() {
        return kind;
    }

    @Override
    public void onAdd(T object) {
        String namespace = object.getMetadata().getNamespace();
        String name = object.getMetadata().getName();
        try {
            events.accept(new Event(kind, namespace, name, read.apply(object), null));
        } catch (IllegalArgumentException | NullPointerException e) {
            events.accept(new Event(kind, namespace, name, null, e.getMessage() + "; what was known of it stays in force"));
        }
    }

    @Override
    public void onUpdate(T before, T after) {
        onAdd(after);
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
        events.accept(new Event(kind, object.getMetadata().getNamespace(), object.getMetadata().getName(), null, null));
    }

    @Override
    public void close() {
        informer.stop();
    }
}
