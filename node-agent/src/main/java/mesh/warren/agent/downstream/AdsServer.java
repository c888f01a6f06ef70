package mesh.warren.agent.downstream;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.ResourceKey;

/**
 * The delta ADS server of the shared Envoy, on a Unix socket (xDS protocol, incremental variant, aggregated; no other).
 *
 * <p>Until the first {@link #publish} it accepts requests and answers none: after a restart of the agent Envoy keeps all
 * that it has while the agent reads its state. Each stream has its own state, so two Envoys can be served at once. Any
 * thread may call; all work is done on one event loop thread.
 */
public final class AdsServer implements AutoCloseable {

    private static final int MAX_REQUEST_BYTES = 64 << 20;

    private final EventLoopGroup group;
    private final EventExecutor loop;
    private final AdsStreams streams;
    private final Server server;

    private AdsServer(EventLoopGroup group, EventExecutor loop, AdsStreams streams, Server server) {
        this.group = group;
        this.loop = loop;
        this.streams = streams;
        this.server = server;
    }

    /**
     * Binds the socket and serves.
     *
     * @param socket where to listen; a socket left by an earlier agent is replaced. Its folder must exist; who may connect
     *               is decided by the folder's mode and by the caller, who may change the socket's owner afterwards
     * @throws IOException when the path cannot be bound
     */
    public static AdsServer start(Path socket, AdsSettings settings, EnvoyObserver observer) throws IOException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("warren-ads", true), EpollIoHandler.newFactory());
        EventExecutor loop = group.next();
        AdsStreams streams = new AdsStreams(loop, settings, observer);
        try {
            Files.deleteIfExists(socket);
            Server server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                    .channelType(EpollServerDomainSocketChannel.class)
                    .bossEventLoopGroup(group)
                    .workerEventLoopGroup(group)
                    .directExecutor() // so that calls run on the event loop, the owner of all state
                    .maxInboundMessageSize(MAX_REQUEST_BYTES)
                    .addService(AdsMethod.servedBy(streams::open))
                    .build()
                    .start();
            return new AdsServer(group, loop, streams, server);
        } catch (IOException | RuntimeException e) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    /** What Envoy shall have from now on. Returns at once. */
    public void publish(PhysicalSnapshot snapshot) {
        loop.execute(() -> streams.publish(snapshot));
    }

    /**
     * Completes when an Envoy has acknowledged the published version of this resource; it waits for the resource to be
     * published too. Has no time-out of its own: give up with {@code orTimeout} or {@code cancel}.
     *
     * @return fails with {@link RefusedByEnvoyException} when an Envoy refuses it
     */
    public CompletableFuture<Void> whenServed(ResourceKey key) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> streams.waitUntilServed(key, done));
        return done;
    }

    /**
     * Completes when the resource is not in the published snapshot, at least one Envoy is connected, and all that are
     * have acknowledged that it is gone. A listener's connections may still be draining then. Does not complete while no
     * Envoy is connected.
     */
    public CompletableFuture<Void> whenGone(ResourceKey key) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> streams.waitUntilGone(key, done));
        return done;
    }

    /** Whether an Envoy is connected and all that are have everything that is published, but for what they refused. */
    public CompletableFuture<Boolean> settled() {
        return CompletableFuture.supplyAsync(streams::settled, loop);
    }

    /** Completes the first time that {@link #settled} is true. */
    public CompletableFuture<Void> whenSettled() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> streams.waitUntilSettled(done));
        return done;
    }

    /** Ends all streams and the socket. Envoys keep what they have. */
    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
