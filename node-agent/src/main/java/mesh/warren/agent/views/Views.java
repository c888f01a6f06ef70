package mesh.warren.agent.views;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.domain.Domains;
import mesh.warren.agent.domain.Domains.Choice;
import mesh.warren.agent.identity.PodSecrets;
import mesh.warren.agent.publish.OwnerThread;
import mesh.warren.agent.publish.PodView;
import mesh.warren.agent.publish.PublishObserver;
import mesh.warren.agent.publish.WantedViews;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.agent.settings.CaptureSettings;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.builtin.BuiltinSettings;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.identity.SecretNames;
import mesh.warren.model.xds.ResourceKey;

/**
 * Owns what each pod shall be served. Nothing is handed on before the cluster and the pods were heard of once. Changes that arrive
 * while one is worked on are taken together.
 *
 * <p>Any thread may call; the work is done on the thread {@code views}.
 */
public final class Views implements AutoCloseable, PublishObserver {

    private final OwnerThread owner = new OwnerThread("views", this::hand);
    private final AtomicBoolean due = new AtomicBoolean();
    private final BuiltinSource builtin;
    private final Choices choices;
    private final Optional<ResourceKey> certificate;
    private volatile Consumer<WantedViews> publisher;
    private volatile ClusterView cluster;
    private volatile RegistrySnapshot joined;
    private volatile PodSecrets secrets;
    private volatile List<String> notes = List.of();
    private WantedViews handed = WantedViews.of(0, Map.of());

    /**
     * @param settings of the built-in virtual Envoys
     * @param table    what rewriting goes by
     * @param capture  of the doors
     * @param domains  what feeds which pods
     * @param identity what pods call their certificates; when they are to have some, {@link #secrets} is awaited
     */
    public Views(BuiltinSettings settings, ApiTable table, CaptureSettings capture, Domains domains, Optional<SecretNames> identity) {
        this.builtin = new BuiltinSource(settings, table, capture);
        this.choices = new Choices(domains, settings.node());
        this.certificate = identity.map(SecretNames::certificateKey);
        this.secrets = identity.isEmpty() ? PodSecrets.NONE : null;
    }

    /** Hands views on there from now on. */
    public void begin(Consumer<WantedViews> to) {
        publisher = to;
        work();
    }

    /** The cluster as it is from now on. */
    public void cluster(ClusterView view) {
        cluster = view;
        work();
    }

    /** The pods that have joined, from now on. */
    public void pods(RegistrySnapshot snapshot) {
        joined = snapshot;
        work();
    }

    /** The pods' own secrets, from now on. The first views wait until they are complete. */
    public void secrets(PodSecrets now) {
        secrets = now;
        work();
    }

    /** What was left out, and why; one line each. */
    public List<String> notes() {
        return notes;
    }

    /** Everything that was handed over is handed on. */
    public boolean idle() {
        return owner.idle();
    }

    private void work() {
        if (due.compareAndSet(false, true)) {
            owner.run(() -> due.set(false));
        }
    }

    /** After each event. */
    private void hand() {
        ClusterView view = cluster;
        RegistrySnapshot pods = joined;
        PodSecrets own = secrets;
        if (publisher == null || view == null || pods == null || own == null || handed.number() == 0 && !own.complete()) {
            return;
        }
        choices.keep(pods);
        SortedMap<PodUid, PodView> known = new TreeMap<>();
        Set<PodUid> awaited = new HashSet<>();
        for (PodRecord pod : pods.all()) {
            switch (choices.of(pod, view)) {
                case Choice.BuiltIn() -> known.put(pod.uid(),
                        new PodView(pod, builtin.domain(), builtin.view(view), own.all(pod.uid()), certificate));
                case Choice.Fed fed -> awaited.add(pod.uid());
                case Choice.Unknown() -> awaited.add(pod.uid());
            }
        }
        notes = builtin.notes();
        WantedViews next = new WantedViews(handed.number() + 1, known, awaited);
        if (handed.number() == 0 || !next.sameAs(handed)) {
            handed = next;
            publisher.accept(next);
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
