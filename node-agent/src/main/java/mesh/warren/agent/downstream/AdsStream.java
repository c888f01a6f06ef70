package mesh.warren.agent.downstream;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.snapshot.Push;
import mesh.warren.model.snapshot.References;
import mesh.warren.model.snapshot.Rollout;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;

/**
 * One Envoy's stream: requests go into its {@link Rollout}, what that allows goes out as long as the transport takes it.
 * A slow reader is sent less often and then the newest state: nothing is queued here. On the event loop only.
 */
final class AdsStream implements StreamObserver<DeltaDiscoveryRequest> {

    private static final System.Logger LOG = System.getLogger(AdsStream.class.getName());

    private final ServerCallStreamObserver<DeltaDiscoveryResponse> envoy;
    private final ScheduledExecutorService loop;
    private final AdsSettings settings;
    private final AdsStreams streams;
    private final Rollout rollout;
    /** What Envoy refused of the published state. */
    private final Map<ResourceKey, Nack> refusals = new HashMap<>();
    private final Set<ResourceType> reported = EnumSet.noneOf(ResourceType.class);
    private StreamId id;
    private boolean begun;
    private boolean ended;

    AdsStream(long number, ServerCallStreamObserver<DeltaDiscoveryResponse> envoy, ScheduledExecutorService loop,
            AdsSettings settings, AdsStreams streams) {
        this.id = new StreamId(number, "");
        this.envoy = envoy;
        this.loop = loop;
        this.settings = settings;
        this.streams = streams;
        this.rollout = new Rollout(settings.limits(), References.BY_CONTENT);
        envoy.setOnReadyHandler(this::send);
        envoy.setOnCancelHandler(this::end);
    }

    StreamId id() {
        return id;
    }

    Rollout rollout() {
        return rollout;
    }

    Optional<Nack> refusal(ResourceKey key) {
        return Optional.ofNullable(refusals.get(key));
    }

    void target(PhysicalSnapshot snapshot) {
        refusals.entrySet().removeIf(refusal -> snapshot.get(refusal.getKey())
                .filter(r -> r.version().equals(refusal.getValue().push().resources().getFirst().version()))
                .isEmpty());
        rollout.target(snapshot);
        send();
    }

    @Override
    public void onNext(DeltaDiscoveryRequest request) {
        try {
            begin(request);
            Optional<ResourceType> type = ResourceType.ofUrl(request.getTypeUrl());
            if (type.isEmpty()) {
                LOG.log(DEBUG, "{0} asks for {1}, which is not served", id, request.getTypeUrl());
                return;
            }
            report(type.get(), request);
            answer(type.get(), request);
            rollout.request(type.get(), request.getResourceNamesSubscribeList(),
                    request.getResourceNamesUnsubscribeList(), request.getInitialResourceVersionsMap(),
                    request.getResponseNonce().isEmpty());
            send();
            streams.progress();
        } catch (RuntimeException e) {
            LOG.log(ERROR, id + ": ended by an error of the agent's own; Envoy will connect again", e);
            end();
            envoy.onError(Status.INTERNAL.withDescription("the agent failed, see its log").asRuntimeException());
        }
    }

    @Override
    public void onError(Throwable t) {
        end();
    }

    @Override
    public void onCompleted() {
        end();
        envoy.onCompleted();
    }

    private void begin(DeltaDiscoveryRequest request) {
        if (begun) {
            return;
        }
        begun = true;
        id = new StreamId(id.number(), request.getNode().getId());
        LOG.log(INFO, "{0} begins", id);
        streams.observer().connected(id);
        after(settings.grace().toMillis(), rollout::allowRemovals);
    }

    private void report(ResourceType type, DeltaDiscoveryRequest request) {
        if (reported.add(type)) {
            Map<ResourceKey, Version> had = new HashMap<>();
            request.getInitialResourceVersionsMap().forEach(
                    (name, version) -> had.put(ResourceKey.of(type, name), new Version(version)));
            streams.observer().reported(id, type, had);
        }
    }

    private void answer(ResourceType type, DeltaDiscoveryRequest request) {
        if (request.getResponseNonce().isEmpty()) {
            return;
        }
        long nonce = nonce(request.getResponseNonce());
        if (request.hasErrorDetail()) {
            rollout.nacked(type, nonce).ifPresent(push ->
                    refused(new Nack(id, push, request.getErrorDetail().getMessage())));
        } else {
            rollout.acked(type, nonce).ifPresent(push -> {
                push.resources().forEach(r -> streams.observer().acked(id, r.key(), r.version()));
                push.removed().forEach(key -> streams.observer().removed(id, key));
            });
        }
    }

    private void refused(Nack nack) {
        LOG.log(nack.isFinal() ? WARNING : DEBUG, "{0}", nack);
        if (nack.push().resources().isEmpty()) {
            nack.push().removed().forEach(key -> streams.observer().removed(id, key));
        } else if (nack.isFinal()) {
            refusals.put(nack.push().resources().getFirst().key(), nack);
        }
        streams.observer().refused(nack);
    }

    private void send() {
        while (!ended && envoy.isReady()) {
            Optional<Push> push = rollout.next();
            if (push.isEmpty()) {
                return;
            }
            envoy.onNext(DeltaResponses.of(push.get()));
            after(settings.stall().toMillis(), () -> rollout.stalled(push.get().type(), push.get().nonce()));
        }
    }

    private void after(long millis, Runnable step) {
        loop.schedule(() -> {
            if (!ended) {
                step.run();
                send();
                streams.progress();
            }
        }, millis, TimeUnit.MILLISECONDS);
    }

    private void end() {
        if (!ended) {
            ended = true;
            LOG.log(INFO, "{0} ends", id);
            streams.ended(this, begun);
        }
    }

    /** A nonce that is not a number was never given out: 0 is none either. */
    private static long nonce(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
