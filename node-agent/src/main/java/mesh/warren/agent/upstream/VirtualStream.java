package mesh.warren.agent.upstream;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.envoyproxy.envoy.config.core.v3.Node;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.upstream.wire.Ending;
import mesh.warren.agent.upstream.wire.Link;
import mesh.warren.agent.upstream.wire.Received;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/**
 * One virtual Envoy's dialogue with its control plane, over as many links as it takes: subscriptions, responses and their
 * answers. What it holds outlives links. On the event loop only.
 */
final class VirtualStream implements Link.Listener {

    private static final Logger LOG = System.getLogger(VirtualStream.class.getName());
    /** More responses than this wait for nobody: the next is let in when one is answered. */
    private static final int MOST_PENDING = 64;
    /** Enough for what a large virtual Envoy is sent at once. */
    private static final long MOST_PENDING_BYTES = 64 << 20;
    private static final Duration STEADY = Duration.ofSeconds(30);

    private final PodFields pod;
    private final ServerStreams server;
    private final UpstreamObserver observer;
    private final Map<ResourceType, Subscription> subscriptions = new EnumMap<>(ResourceType.class);
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private final StreamRecord record;
    private final Inflow inflow = new Inflow();
    private Link link;
    private Node node;
    private boolean introduced;
    private boolean readOne;
    private long begun;
    private int failures;
    private long number;
    private long pendingBytes;

    VirtualStream(PodFields pod, ServerStreams server, UpstreamObserver observer) {
        this.pod = pod;
        this.server = server;
        this.observer = observer;
        this.record = new StreamRecord(pod, server.domain());
        subscription(ResourceType.CLUSTER);
        subscription(ResourceType.LISTENER);
    }

    PodFields pod() {
        return pod;
    }

    /** How many times in a row it failed soon. */
    int failures() {
        return failures;
    }

    /** Over this link from now on. */
    void begin(Link over, Node introducesItself) {
        link = over;
        node = introducesItself;
        introduced = false;
        readOne = false;
        begun = System.nanoTime();
        record.began(server.protocol());
        over.start();
        if (link == over) {
            subscriptions.values().forEach(this::ask);
        }
    }

    /** No further links. */
    void end() {
        if (link != null) {
            link.end();
            link = null;
        }
    }

    void subscribe(ResourceType type, SortedSet<ResourceName> names) {
        Subscription subscription = subscription(type);
        if (!subscription.wildcard()) {
            subscription.want(names);
            if (link != null) {
                ask(subscription);
            }
        }
    }

    void answer(long push, Optional<String> refusal) {
        Pending answered = pending.remove(push);
        if (answered == null || link == null) {
            return;
        }
        pendingBytes -= answered.bytes();
        Optional<String> error = answered.problems().isEmpty() || refusal.isPresent()
                ? refusal
                : Optional.of(String.join("; ", answered.problems()));
        Subscription subscription = answered.subscription();
        error.ifPresentOrElse(
                why -> subscription.refused(answered.names()),
                () -> subscription.accepted(answered.version(), answered.names()));
        record.answered(subscription.type(), error);
        link.ask(subscription.answer(introduction(), answered.version(), answered.nonce(), error));
        letIn();
    }

    StreamStatus status() {
        return record.status(subscriptions.values());
    }

    /** Not connected, and why. */
    void problem(String what) {
        if (record.problem(Optional.of(what))) {
            LOG.log(WARNING, "pod {0}: control plane {1}: {2}", pod.name(), server.domain(), what);
            observer.state(pod.uid(), Optional.of(what));
        }
    }

    @Override
    public void answered() {
        if (record.problem(Optional.empty())) {
            LOG.log(INFO, "pod {0}: control plane {1} answers", pod.name(), server.domain());
            observer.state(pod.uid(), Optional.empty());
        }
    }

    @Override
    public void received(Received response) {
        answered();
        record.received();
        Optional<Subscription> asked = ResourceType.ofUrl(response.typeUrl())
                .flatMap(type -> Optional.ofNullable(subscriptions.get(type))).filter(Subscription::begun);
        if (asked.isEmpty()) {
            LOG.log(DEBUG, "pod {0}: {1} came, which was not asked for", pod.name(), response.typeUrl());
        } else {
            take(asked.get(), response);
        }
        readOne = true;
        letIn();
    }

    private void take(Subscription subscription, Received response) {
        Intake intake = Intake.of(subscription, response, server.store(), server.limits().virtualBytes());
        subscription.received(response.nonce(), intake.held());
        Pending push = Pending.of(subscription, response, intake);
        long now = ++number;
        pending.put(now, push);
        pendingBytes += push.bytes();
        if (intake.changesNothing() && pending.values().stream().allMatch(other -> other == push || other.subscription() != subscription)) {
            answer(now, Optional.empty());
        } else {
            observer.pushed(new UpstreamPush(
                    pod.uid(), now, subscription.type(), intake.upserts(), intake.removals(), intake.problems()));
        }
    }

    @Override
    public void writable() {
        letIn();
    }

    /** Lets the next response in, unless the server should wait. */
    private void letIn() {
        if (!readOne || link == null || pending.size() >= MOST_PENDING || pendingBytes > MOST_PENDING_BYTES || !link.writable()) {
            return;
        }
        long wait = inflow.take(System.nanoTime());
        readOne = false;
        Link now = link;
        if (wait == 0) {
            now.next();
        } else {
            server.after(wait, now::next);
        }
    }

    @Override
    public void ended(Ending why) {
        link = null;
        pending.clear();
        pendingBytes = 0;
        failures = System.nanoTime() - begun > STEADY.toNanos() ? 0 : failures + 1;
        boolean otherDialect = server.ended(this, why);
        subscriptions.values().forEach(subscription -> subscription.streamEnded(otherDialect));
    }

    private void ask(Subscription subscription) {
        if (subscription.hasQuestion()) {
            link.ask(subscription.question(introduction()));
        }
    }

    private Subscription subscription(ResourceType type) {
        return subscriptions.computeIfAbsent(type, Subscription::new);
    }

    private Optional<Node> introduction() {
        if (introduced && !server.nodeEveryTime()) {
            return Optional.empty();
        }
        introduced = true;
        return Optional.of(node);
    }
}
