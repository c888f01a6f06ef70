package mesh.warren.agent.views;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.Domains.Choice;
import mesh.warren.agent.identity.PodSecrets;
import mesh.warren.agent.publish.OwnerThread;
import mesh.warren.agent.publish.PodView;
import mesh.warren.agent.publish.PublishObserver;
import mesh.warren.agent.publish.WantedViews;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.agent.upstream.UpstreamObserver;
import mesh.warren.agent.upstream.UpstreamPush;
import mesh.warren.agent.upstream.UpstreamStreams;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.identity.SecretNames;
import mesh.warren.model.share.Unplaced;
import mesh.warren.model.view.VirtualView;
import mesh.warren.model.xds.ResourceKey;

/**
 * Owns what each pod shall be served. Nothing is handed on before the cluster and the pods were heard of once. Changes that arrive
 * while one is worked on are taken together.
 *
 * <p>Any thread may call; the work is done on the thread {@code views}.
 */
public final class Views implements AutoCloseable, PublishObserver, UpstreamObserver {

    private final OwnerThread owner = new OwnerThread("views", this::work);
    private final AtomicBoolean due = new AtomicBoolean();
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final BuiltinSource builtin;
    private final Choices choices;
    private final FedEnvoys fed;
    private final Optional<ResourceKey> certificate;
    private final InstantSource clock;
    private volatile Consumer<WantedViews> publisher;
    private volatile ClusterView cluster;
    private volatile RegistrySnapshot joined;
    private volatile PodSecrets secrets;
    private volatile List<String> notes = List.of();
    private WantedViews handed = WantedViews.of(0, Map.of());
    private Instant alarm = Instant.MAX;

    Views(BuiltinSource builtin, Choices choices, FedEnvoys fed, Optional<SecretNames> identity, InstantSource clock) {
        this.builtin = builtin;
        this.choices = choices;
        this.fed = fed;
        this.certificate = identity.map(SecretNames::certificateKey);
        this.secrets = identity.isEmpty() ? PodSecrets.NONE : null;
        this.clock = clock;
    }

    /** Hands views on there from now on; pods that are fed by control planes join them there. */
    public void begin(Consumer<WantedViews> to, UpstreamStreams planes) {
        later(() -> {
            fed.begin(planes);
            publisher = to;
        });
    }

    /** The cluster as it is from now on. */
    public void cluster(ClusterView view) {
        cluster = view;
        later(() -> {});
    }

    /** The pods that have joined, from now on. */
    public void pods(RegistrySnapshot snapshot) {
        joined = snapshot;
        later(() -> {});
    }

    /** The pods' own secrets, from now on. The first views wait until they are complete. */
    public void secrets(PodSecrets now) {
        secrets = now;
        later(() -> {});
    }

    /** The admin's policy has changed: pods that join are fed by it, the terms of the others are asked for again. */
    public void policyChanged() {
        later(fed::refresh);
    }

    @Override
    public void pushed(UpstreamPush push) {
        later(() -> fed.pushed(push));
    }

    @Override
    public void state(PodUid pod, Optional<String> problem) {
        later(() -> fed.state(pod, problem));
    }

    @Override
    public void settled(long number, Unplaced unplaced) {
        later(() -> fed.settled(number, unplaced));
    }

    /** What was left out, and why; one line each. */
    public List<String> notes() {
        return notes;
    }

    /** How a pod's virtual Envoy stands; empty for one that no control plane feeds. */
    public CompletableFuture<Optional<FedStatus>> status(PodUid pod) {
        return owner.ask(() -> fed.status(pod));
    }

    /** How all virtual Envoys stand that control planes feed. */
    public CompletableFuture<Map<PodUid, FedStatus>> statuses() {
        return owner.ask(fed::statuses);
    }

    /** What a pod's virtual Envoy has, by its own names; empty for a pod that has not joined, or of which too little is known. */
    public CompletableFuture<Optional<VirtualContent>> content(PodUid pod) {
        return owner.ask(() -> Optional.ofNullable(joined).flatMap(pods -> pods.pod(pod)).flatMap(this::content));
    }

    private Optional<VirtualContent> content(PodRecord pod) {
        ClusterView view = cluster;
        PodView served = handed.pods().get(pod.uid());
        if (view == null) {
            return Optional.empty();
        }
        List<VirtualContent.Shown> own = secrets.all(pod.uid()).stream()
                .map(secret -> new VirtualContent.Shown(secret.key(), secret.bytes().canonical(), Optional.empty())).toList();
        return switch (choices.of(pod, view)) {
            case Choice.BuiltIn() -> Optional.ofNullable(served).map(made -> new VirtualContent(pod, builtin.domain(),
                    pod.name().toString(), pod.name().tenant().toString(), true,
                    Stream.concat(own.stream(), BuiltinContent.of(pod, made.view()).stream()).toList(), List.of()));
            case Choice.Fed(ControlPlane plane) -> fed.envoy(pod.uid()).map(envoy -> new VirtualContent(pod, plane.domain(),
                    plane.node().id().of(choices.fields(pod, view)), plane.node().cluster().of(choices.fields(pod, view)), served != null,
                    Stream.concat(own.stream(), envoy.shown().stream()).toList(), envoy.shownRefused()));
            case Choice.Unknown() -> Optional.empty();
        };
    }

    /** Everything that was handed over is handed on. */
    public boolean idle() {
        return owner.idle();
    }

    private void later(Runnable event) {
        inbox.add(event);
        if (due.compareAndSet(false, true)) {
            owner.run(() -> {
                due.set(false);
                for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
                    next.run();
                }
            });
        }
    }

    /** After each event. */
    private void work() {
        ClusterView view = cluster;
        RegistrySnapshot pods = joined;
        PodSecrets own = secrets;
        if (publisher == null || view == null || pods == null || own == null || handed.number() == 0 && !own.complete()) {
            return;
        }
        Instant now = clock.instant();
        choices.keep(pods);
        fed.keep(pods.pods().keySet());
        fed.expire(now);
        fed.assemble(now);
        hand(view, pods, own);
        fed.handed(handed.number(), now);
        wakeAt(fed.nextDeadline().orElse(Instant.MAX), now);
    }

    private void hand(ClusterView view, RegistrySnapshot pods, PodSecrets own) {
        SortedMap<PodUid, PodView> known = new TreeMap<>();
        Set<PodUid> awaited = new HashSet<>();
        List<PodRecord> builtIn = new ArrayList<>();
        for (PodRecord pod : pods.all()) {
            switch (choices.of(pod, view)) {
                case Choice.BuiltIn() -> builtIn.add(pod);
                case Choice.Fed(ControlPlane plane) -> fed.of(pod, choices.fields(pod, view), plane).assembled().ifPresentOrElse(
                        assembled -> known.put(pod.uid(), served(pod, plane.domain(), assembled.view(), own)), () -> awaited.add(pod.uid()));
                case Choice.Unknown() -> awaited.add(pod.uid());
            }
        }
        if (!builtIn.isEmpty()) {
            VirtualView made = builtin.view(view, builtIn);
            builtIn.forEach(pod -> known.put(pod.uid(), served(pod, builtin.domain(), made, own)));
        }
        notes = builtin.notes();
        WantedViews next = new WantedViews(handed.number() + 1, known, awaited, own.ofAll());
        if (handed.number() == 0 || !next.sameAs(handed)) {
            handed = next;
            publisher.accept(next);
        }
    }

    private PodView served(PodRecord pod, Domain domain, VirtualView view, PodSecrets own) {
        return new PodView(pod, domain, view, own.of(pod.uid()), certificate);
    }

    private void wakeAt(Instant deadline, Instant now) {
        boolean earlier = deadline.isBefore(alarm) || !alarm.isAfter(now);
        if (earlier && deadline.isBefore(Instant.MAX)) {
            alarm = deadline;
            owner.runAfter(Duration.between(now, deadline), () -> {});
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
