package mesh.warren.agent.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.downstream.Nack;
import mesh.warren.agent.downstream.StreamId;
import mesh.warren.agent.settings.AgentSettings.Ipv6;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.share.ClassInfo;
import mesh.warren.model.share.Explanation;
import mesh.warren.model.share.Unplaced;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * Owns the wanted snapshot: the share classes of the pods' virtual Envoys, and their doors. Publishes nothing before the first
 * views and the first report of an Envoy are there: an incomplete snapshot would take things away from an Envoy that outlived
 * the agent. Changes that arrive while one is worked on are taken together.
 *
 * <p>Any thread may call; the work is done on the thread {@code publish}.
 */
public final class Publisher implements AutoCloseable, EnvoyObserver {

    /** How long an Envoy that has something may take to say what else it has; it sends all its first requests at once. */
    private static final Duration REPORTING = Duration.ofMillis(200);
    private static final Duration SETTLE_WINDOW = Duration.ofMillis(250);
    /** How long the first snapshot waits for pods whose control plane has not answered; they keep what Envoy has for them. */
    private static final Duration GATHERING = Duration.ofSeconds(2);

    private final OwnerThread owner = new OwnerThread("publish", this::publish);
    private final AtomicBoolean due = new AtomicBoolean();
    private final InstantSource clock;
    private final PublishObserver observer;
    private final PodDoors doors;
    private final Reports reports = new Reports();
    private volatile Served served;
    private volatile WantedViews wanted;
    private volatile PhysicalSnapshot published = PhysicalSnapshot.EMPTY;
    private volatile boolean waiting;
    private SharedEnvoys envoys;
    private Kept kept;
    private Acknowledgements acknowledgements;
    private Instant gathering;
    private boolean reported;
    private boolean handedOver;

    /**
     * @param clock    for the settle window
     * @param limits   what a door of this tenant's pods may carry
     * @param observer hears what became of the views
     */
    public Publisher(Ipv6 ipv6, Function<Tenant, DoorLimits> limits, InstantSource clock, PublishObserver observer) {
        this.doors = new PodDoors(ipv6, limits);
        this.clock = clock;
        this.observer = observer;
    }

    /** Publishes there from now on. The server's Envoys are observed by this publisher. */
    public void begin(Served server) {
        served = server;
        work();
    }

    /** The limits of doors may be others now. */
    public void limitsChanged() {
        work();
    }

    /** What the pods shall be served from now on. */
    public void views(WantedViews views) {
        wanted = views;
        work();
    }

    @Override
    public void reported(StreamId stream, ResourceType type, Map<ResourceKey, Version> had) {
        owner.run(() -> {
            if (envoys != null) {
                if (type == ResourceType.CLUSTER && had.isEmpty()) {
                    letGo();
                }
            } else if (!reported) {
                if (reports.add(type, had)) {
                    reported = true;
                } else if (!had.isEmpty()) {
                    owner.runAfter(REPORTING, () -> reported = true);
                }
            }
        });
    }

    @Override
    public void refused(Nack nack) {
        if (nack.isFinal()) {
            owner.run(() -> nack.push().resources().forEach(resource -> refused(resource, nack.detail())));
        }
    }

    /** What was handed to the downstream last. */
    public PhysicalSnapshot published() {
        return published;
    }

    /** Everything that was handed over is published, and nobody waits in a settle window. */
    public boolean idle() {
        return owner.idle() && !waiting;
    }

    /** All share classes, by physical name within their type. */
    public CompletableFuture<List<ClassInfo>> classes() {
        return owner.ask(() -> envoys == null ? List.of() : envoys.share().classes());
    }

    /** Who shares the resources of this virtual or physical name, of all types, and what keeps the others apart or waiting. */
    public CompletableFuture<List<Explanation>> why(String name) {
        return owner.ask(() -> envoys == null ? List.of() : Stream.of(ResourceType.values())
                .flatMap(type -> envoys.share().why(ResourceKey.of(type, name)).stream()).toList());
    }

    private void work() {
        if (due.compareAndSet(false, true)) {
            owner.run(() -> due.set(false));
        }
    }

    private void settled(Acknowledgements.Asked question) {
        if (acknowledgements.settled(question)) {
            envoys.acknowledged(question.generation(), clock.instant());
        }
        doors.settled(question.generation());
        Unplaced shared = envoys.share().unplaced();
        doors.refused().forEach((pod, door) -> shared.refused().computeIfAbsent(pod, uid -> new TreeMap<>()).putAll(door));
        observer.settled(question.number(), shared);
    }

    private void refused(PhysicalResource resource, String reason) {
        if (envoys == null) {
            return;
        }
        Instant now = clock.instant();
        boolean different = envoys.refused(resource.key(), resource.version(), reason, now);
        for (var pod : doors.refused(resource, reason).entrySet()) {
            for (var chain : pod.getValue().entrySet()) {
                Optional<ResourceName> name = envoys.share().physicalName(pod.getKey(), chain.getKey());
                different |= name.isPresent()
                        && envoys.refused(new ResourceKey(ResourceType.CHAIN, name.get()), chain.getValue(), reason, now);
            }
        }
        if (different) {
            acknowledgements.refused();
        }
    }

    /** After each event. */
    private void publish() {
        WantedViews views = wanted;
        if (views == null || served == null || !reported) {
            return;
        }
        Instant now = clock.instant();
        if (envoys == null && !open(views, now)) {
            return;
        }
        envoys.update(views, now);
        envoys.tick(now);
        if (envoys.someAreLeaving() && envoys.generation() == acknowledgements.acknowledged()) {
            envoys.letGo(now);
        }
        handOver(views, now);
        acknowledgements.made(envoys.generation(), views.number());
        waiting = envoys.someAreLeaving() || envoys.nextDeadline().isPresent();
        Stream.of(envoys.nextDeadline(), doors.nextDeadline(now)).flatMap(Optional::stream).min(Instant::compareTo)
                .ifPresent(deadline -> owner.runAfter(Duration.between(now, deadline), () -> {}));
    }

    /** @return false while pods from before are waited for */
    private boolean open(WantedViews views, Instant now) {
        if (gathering == null) {
            gathering = now;
        }
        if (!views.awaited().isEmpty() && now.isBefore(gathering.plus(GATHERING))) {
            owner.runAfter(Duration.between(now, gathering.plus(GATHERING)), () -> {});
            return false;
        }
        acknowledgements = new Acknowledgements(served, question -> owner.run(() -> settled(question)));
        kept = new Kept(reports, views.awaited());
        envoys = new SharedEnvoys(SETTLE_WINDOW, reports.shared());
        envoys.update(views, now);
        envoys.open(now);
        if (kept.isDone()) {
            envoys.release();
        }
        return true;
    }

    private void handOver(WantedViews views, Instant now) {
        Collection<PhysicalResource> changed = new ArrayList<>();
        Collection<ResourceKey> gone = new ArrayList<>();
        envoys.take(changed, gone);
        doors.update(views, envoys.share(), envoys.generation(), now, changed, gone);
        kept.claimed(changed);
        if (!handedOver) {
            changed.addAll(kept.all());
        } else if (!kept.isDone()) {
            gone.addAll(kept.update(views));
            if (kept.isDone()) {
                envoys.release();
            }
        }
        publish(changed, gone);
    }

    /** An Envoy came that has nothing: what was kept without its content cannot be given to it. */
    private void letGo() {
        if (!kept.isDone()) {
            Collection<ResourceKey> gone = kept.letGo();
            envoys.release();
            publish(List.of(), gone);
        }
    }

    private void publish(Collection<PhysicalResource> changed, Collection<ResourceKey> gone) {
        PhysicalSnapshot next = changed.isEmpty() && gone.isEmpty() ? published : published.with(changed, gone);
        if (next != published || !handedOver) {
            handedOver = true;
            published = next;
            served.publish(next);
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
