package mesh.warren.agent.upstream;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import mesh.warren.agent.domain.ServerAddress;
import mesh.warren.agent.upstream.wire.DeltaDialect;
import mesh.warren.agent.upstream.wire.Dialect;
import mesh.warren.agent.upstream.wire.SotwDialect;

/** A control plane that does what a test tells it, well or badly. */
public final class ScriptedControlPlane implements AutoCloseable {

    private static final String SERVICE = "envoy.service.discovery.v3.AggregatedDiscoveryService";

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<ServerStream<?, ?>> streams = new LinkedBlockingQueue<>();
    private final UnaryOperator<NettyServerBuilder> configured;
    private final boolean delta;
    private final Optional<Path> socket;
    private Server server;
    private int port;

    private ScriptedControlPlane(boolean delta, Optional<Path> socket, UnaryOperator<NettyServerBuilder> configured) throws IOException {
        this.delta = delta;
        this.socket = socket;
        this.configured = configured;
        start();
    }

    /** With both dialects. */
    public static ScriptedControlPlane start(UnaryOperator<NettyServerBuilder> configured) throws IOException {
        return new ScriptedControlPlane(true, Optional.empty(), configured);
    }

    public static ScriptedControlPlane plain() throws IOException {
        return start(builder -> builder);
    }

    public static ScriptedControlPlane withoutDelta() throws IOException {
        return new ScriptedControlPlane(false, Optional.empty(), builder -> builder);
    }

    /** On a Unix socket. */
    public static ScriptedControlPlane unix(Path socket) throws IOException {
        return new ScriptedControlPlane(true, Optional.of(socket), builder -> builder);
    }

    /** Listens, on the port of before when there was one. */
    public void start() throws IOException {
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(SERVICE);
        add(service, new SotwDialect());
        if (delta) {
            add(service, new DeltaDialect());
        }
        server = configured.apply(listening().bossEventLoopGroup(group).workerEventLoopGroup(group).directExecutor())
                .addService(service.build())
                .build()
                .start();
        port = server.getPort();
    }

    private NettyServerBuilder listening() throws IOException {
        if (socket.isEmpty()) {
            return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port)).channelType(EpollServerSocketChannel.class);
        }
        Files.deleteIfExists(socket.get());
        return NettyServerBuilder.forAddress(new DomainSocketAddress(socket.get().toFile())).channelType(EpollServerDomainSocketChannel.class);
    }

    private <Q, P> void add(ServerServiceDefinition.Builder service, Dialect<Q, P> dialect) {
        MethodDescriptor<Q, P> method = dialect.method();
        service.addMethod(method, new ServerCallHandler<Q, P>() {
            @Override
            public ServerCall.Listener<Q> startCall(ServerCall<Q, P> call, Metadata headers) {
                ServerStream<Q, P> stream = new ServerStream<>(call, headers);
                streams.add(stream);
                return stream;
            }
        });
    }

    public ServerAddress address() {
        return socket.<ServerAddress>map(ServerAddress.Unix::new).orElseGet(() -> new ServerAddress.Tcp("127.0.0.1", port));
    }

    /** The next stream that a virtual Envoy opens. */
    @SuppressWarnings("unchecked")
    public <Q, P> ServerStream<Q, P> next() throws InterruptedException {
        ServerStream<?, ?> stream = streams.poll(ServerStream.PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (stream == null) {
            throw new AssertionError("no stream within " + ServerStream.PATIENCE_SECONDS + " s");
        }
        return (ServerStream<Q, P>) stream;
    }

    /** How many streams nobody has asked for. */
    public int waiting() {
        return streams.size();
    }

    /** Says that no further streams are taken (GOAWAY); those that are there go on. */
    public void goAway() {
        server.shutdown();
    }

    /** Gone at once, with all connections. */
    public void kill() throws InterruptedException {
        server.shutdownNow().awaitTermination(ServerStream.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
