package mesh.warren.agent.upstream;

import static java.lang.System.Logger.Level.INFO;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Metadata;
import io.netty.util.concurrent.EventExecutor;
import java.lang.System.Logger;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.domain.StreamLimits;
import mesh.warren.agent.upstream.connect.Connection;
import mesh.warren.agent.upstream.connect.Connections;
import mesh.warren.agent.upstream.connect.CredentialsException;
import mesh.warren.agent.upstream.connect.FullJitter;
import mesh.warren.agent.upstream.connect.Pace;
import mesh.warren.agent.upstream.connect.TokenSource;
import mesh.warren.agent.upstream.held.ContentStore;
import mesh.warren.agent.upstream.node.Introduction;
import mesh.warren.agent.upstream.node.RealEnvoy;
import mesh.warren.agent.upstream.rest.RestLink;
import mesh.warren.agent.upstream.wire.AdsLink;
import mesh.warren.agent.upstream.wire.DeltaDialect;
import mesh.warren.agent.upstream.wire.Dialect;
import mesh.warren.agent.upstream.wire.Ending;
import mesh.warren.agent.upstream.wire.SotwDialect;
import mesh.warren.model.id.Domain;

/** All streams to one control plane: when each is tried, over which connection, in which dialect. On the event loop only. */
final class ServerStreams implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ServerStreams.class.getName());
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration BETWEEN_STREAMS = Duration.ofMillis(10);
    private static final int STREAMS_AT_ONCE = 20;
    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ControlPlane plane;
    private final EventExecutor loop;
    private final ContentStore store;
    private final CompletableFuture<RealEnvoy> envoy;
    private final Optional<TokenSource> tokens;
    private final FullJitter backOff;
    private final Connections connections;
    private final Pace pace = new Pace(BETWEEN_STREAMS, STREAMS_AT_ONCE, System.nanoTime());
    private final Map<VirtualStream, StreamSlot> slots = new LinkedHashMap<>();
    private Protocol protocol;
    private HttpClient polls;

    ServerStreams(ControlPlane plane, UpstreamParts parts) {
        this.plane = plane;
        this.loop = parts.loop();
        this.store = parts.store();
        this.envoy = parts.envoy();
        this.tokens = parts.tokens().apply(plane);
        this.backOff = new FullJitter(FIRST_WAIT, plane.limits().backOff(), parts.random());
        this.connections = new Connections(plane, parts.group(), loop, parts.fileWatch(), backOff, this::reached);
        this.protocol = plane.protocol() == Protocol.AUTO ? Protocol.DELTA : plane.protocol();
    }

    Domain domain() {
        return plane.domain();
    }

    Protocol protocol() {
        return protocol;
    }

    StreamLimits limits() {
        return plane.limits();
    }

    ContentStore store() {
        return store;
    }

    boolean nodeEveryTime() {
        return plane.node().everyTime() || protocol == Protocol.REST;
    }

    int connections() {
        return connections.count();
    }

    void after(long nanos, Runnable step) {
        loop.schedule(step, nanos, TimeUnit.NANOSECONDS);
    }

    void join(VirtualStream stream) {
        StreamSlot slot = new StreamSlot(stream);
        slots.put(stream, slot);
        attemptAfter(slot, 0);
    }

    void leave(VirtualStream stream) {
        StreamSlot slot = slots.remove(stream);
        if (slot != null) {
            slot.leave();
            if (slot.connection != null) {
                connections.release(slot.connection);
            }
        }
    }

    /**
     * A stream has ended; it is tried again.
     *
     * @return whether the next one is in another dialect
     */
    boolean ended(VirtualStream stream, Ending why) {
        StreamSlot slot = slots.get(stream);
        slot.link = null;
        boolean otherDialect = why.kind() == Ending.Kind.UNIMPLEMENTED
                && plane.protocol() == Protocol.AUTO && slot.protocol == Protocol.DELTA;
        if (otherDialect) {
            if (protocol == Protocol.DELTA) {
                protocol = Protocol.SOTW;
                LOG.log(INFO, "control plane {0} has no delta: state-of-the-world from now on", plane.domain());
            }
            attemptAfter(slot, 0);
        } else if (why.kind() == Ending.Kind.CONNECTION_FULL) {
            connections.full(slot.connection, (int) openOn(slot.connection));
            connections.release(slot.connection);
            slot.connection = null;
            attemptAfter(slot, 0);
        } else {
            failed(slot, why.message());
        }
        return otherDialect;
    }

    private long openOn(Connection connection) {
        return slots.values().stream()
                .filter(slot -> slot.connection == connection && slot.link != null && slot.link.open())
                .count();
    }

    private void failed(StreamSlot slot, String why) {
        slot.stream().problem(why);
        attemptAfter(slot, backOff.afterFailures(slot.stream().failures()).toNanos());
    }

    private void attemptAfter(StreamSlot slot, long nanos) {
        long wait = nanos + pace.take(System.nanoTime() + nanos);
        slot.next(loop.schedule(() -> attempt(slot), wait, TimeUnit.NANOSECONDS));
    }

    /** The server is there again: nobody waits out what remains of a long wait, and nobody comes at the same moment. */
    private void reached() {
        slots.values().stream().filter(StreamSlot::waits).forEach(slot -> attemptAfter(slot, backOff.afterFailures(0).toNanos()));
    }

    private void attempt(StreamSlot slot) {
        slot.waitNoMore();
        if (!envoy.isDone()) {
            slot.stream().problem("waits for the node's Envoy to say what it is");
            envoy.thenRun(() -> loop.execute(() -> attemptUnlessLeft(slot)));
            return;
        }
        try {
            if (slot.connection == null && protocol != Protocol.REST) {
                slot.connection = connections.acquire(slot.stream().pod());
            }
        } catch (CredentialsException e) {
            failed(slot, e.getMessage());
            return;
        }
        CompletionStage<Optional<String>> token = tokens.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : tokens.get().token(slot.stream().pod()).thenApply(Optional::of);
        token.whenComplete((bearer, failure) -> {
            if (loop.inEventLoop()) {
                open(slot, bearer, failure);
            } else {
                loop.execute(() -> open(slot, bearer, failure));
            }
        });
    }

    private void attemptUnlessLeft(StreamSlot slot) {
        if (!slot.left()) {
            attempt(slot);
        }
    }

    private void open(StreamSlot slot, Optional<String> token, Throwable failure) {
        if (slot.left()) {
            return;
        }
        if (failure != null) {
            failed(slot, (failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure).getMessage());
            return;
        }
        slot.protocol = protocol;
        slot.link = switch (protocol) {
            case AUTO, DELTA -> stream(slot, token, new DeltaDialect());
            case SOTW -> stream(slot, token, new SotwDialect());
            case REST -> new RestLink(loop, polls(), URI.create("http://" + plane.address()), token, plane.limits().poll(),
                    plane.limits().messageBytes(), slot.stream());
        };
        Node node = Introduction.of(plane.node(), slot.stream().pod(), envoy.join());
        slot.stream().begin(slot.link, protocol == Protocol.REST ? node.toBuilder().clearExtensions().build() : node);
    }

    private <Q, P> AdsLink<Q, P> stream(StreamSlot slot, Optional<String> token, Dialect<Q, P> dialect) {
        Connection connection = slot.connection;
        Metadata headers = new Metadata();
        token.ifPresent(bearer -> headers.put(AUTHORIZATION, "Bearer " + bearer));
        return new AdsLink<>(loop, connection.channel(), dialect, headers, () -> openOn(connection) > 0, slot.stream());
    }

    private HttpClient polls() {
        if (polls == null) {
            polls = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(loop).build();
        }
        return polls;
    }

    @Override
    public void close() {
        slots.values().forEach(StreamSlot::leave);
        slots.clear();
        connections.close();
        if (polls != null) {
            polls.shutdownNow();
        }
    }
}
