package mesh.warren.agent.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mesh.warren.agent.cluster.ClusterObject;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.cluster.KubernetesObjects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The cluster as the API server tells it: this node's pods, all Services, EndpointSlices and Kubernetes namespaces. The listener
 * hears of it when all of them were listed once, and then of each change; changes that come together are one view.
 */
public final class KubernetesSource implements AutoCloseable {

    private static final Logger LOG = System.getLogger(KubernetesSource.class.getName());
    /** How often it is looked whether the lists are complete, before they are. */
    private static final long SYNC_MILLIS = 20;
    /** How long the first change waits for those that come with it. */
    private static final long TOGETHER_MILLIS = 5;
    /** How long changes that never cease may hold up the view of those before them. */
    private static final long LONGEST_MILLIS = 100;

    private static final JsonMapper JSON = new JsonMapper();

    private final BlockingQueue<Watch.Event> events = new LinkedBlockingQueue<>();
    private final Objects objects = new Objects();
    private final List<Watch<?>> watches;
    private final Consumer<ClusterView> listener;
    private final Thread thread;
    private volatile boolean synced;
    private ClusterView last;

    private KubernetesSource(KubernetesClient client, String node, Consumer<ClusterView> listener) {
        this.listener = listener;
        this.watches = List.of(
                // Generic: fabric8's PodSpec pulls in a class for each kind of volume, probe and affinity.
                new Watch<>(Kind.POD, client.genericKubernetesResources("v1", "Pod").inAnyNamespace()
                        .withField("spec.nodeName", node).runnableInformer(0),
                        pod -> trimmed(pod, GenericKubernetesResource::new), KubernetesSource::pod, events::add),
                new Watch<>(Kind.SERVICE, client.services().inAnyNamespace().runnableInformer(0),
                        service -> trimmed(service, Service::new),
                        service -> new ClusterObject.OfService(KubernetesObjects.service(service)), events::add),
                new Watch<>(Kind.ENDPOINT_SLICE, client.discovery().v1().endpointSlices().inAnyNamespace().runnableInformer(0),
                        slice -> trimmed(slice, EndpointSlice::new),
                        slice -> new ClusterObject.OfSlice(KubernetesObjects.slice(slice)), events::add),
                new Watch<>(Kind.NAMESPACE, client.namespaces().runnableInformer(0),
                        namespace -> trimmed(namespace, Namespace::new),
                        namespace -> KubernetesObjects.namespace(namespace.getMetadata()), events::add));
        this.thread = Thread.ofPlatform().name("kubernetes").daemon().unstarted(this::run);
    }

    /**
     * Begins to list and watch; returns at once, also when the API server is away.
     *
     * @param client   closed by its owner, after this
     * @param node     whose pods are watched
     * @param listener called on the thread {@code kubernetes}
     */
    public static KubernetesSource start(KubernetesClient client, String node, Consumer<ClusterView> listener) {
        KubernetesSource source = new KubernetesSource(client, node, listener);
        source.watches.forEach(Watch::start);
        source.thread.start();
        return source;
    }

    /** What was not listed yet, if anything: until then the listener has heard nothing. */
    public Optional<String> notSynced() {
        return synced ? Optional.empty() : Optional.of(watches.stream().filter(watch -> !watch.synced())
                .map(watch -> watch.kind() + "s").collect(Collectors.joining(", ")));
    }

    private static ClusterObject pod(GenericKubernetesResource pod) {
        return new ClusterObject.OfPod(KubernetesObjects.pod(pod.getMetadata(), tree(pod, "spec"), tree(pod, "status")));
    }

    private static JsonNode tree(GenericKubernetesResource object, String field) {
        Object value = object.getAdditionalProperties().get(field);
        return value == null ? JSON.createObjectNode() : JSON.valueToTree(value);
    }

    private static <T extends HasMetadata> T trimmed(T object, Supplier<T> empty) {
        ObjectMeta metadata = object.getMetadata();
        T kept = empty.get();
        kept.setApiVersion(object.getApiVersion());
        kept.setMetadata(new ObjectMetaBuilder().withNamespace(metadata.getNamespace()).withName(metadata.getName())
                .withUid(metadata.getUid()).withResourceVersion(metadata.getResourceVersion()).build());
        return kept;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean changed = take();
                if (!synced) {
                    synced = watches.stream().allMatch(Watch::synced) && events.isEmpty();
                    changed = synced;
                }
                if (changed && synced) {
                    tell();
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "kubernetes: closed");
        }
    }

    private boolean take() throws InterruptedException {
        Watch.Event first = synced ? events.take() : events.poll(SYNC_MILLIS, TimeUnit.MILLISECONDS);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
        Watch.Event event = first;
        while (event != null) {
            apply(event);
            event = System.nanoTime() < deadline ? events.poll(TOGETHER_MILLIS, TimeUnit.MILLISECONDS) : null;
        }
        return first != null;
    }

    private void apply(Watch.Event event) {
        if (event.gone()) {
            objects.remove(event.id(), event.kind(), event.namespace(), event.name());
        } else if (event.object() != null) {
            objects.put(event.id(), event.object());
        } else {
            LOG.log(Level.WARNING, "kubernetes: {0}: {1}", event.id(), event.problem());
            objects.unusable(event.id(), event.problem());
        }
    }

    private void tell() {
        ClusterView view = objects.view();
        if (view.equals(last)) {
            return;
        }
        last = view;
        try {
            listener.accept(view);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "kubernetes: the listener failed; it gets the next view", e);
        }
    }

    /** Ends the watches; the listener is not called any more when this returns. Not from the listener. */
    @Override
    public void close() {
        watches.forEach(Watch::close);
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
