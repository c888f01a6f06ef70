package mesh.warren.agent.upstream;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.upstream.connect.TokenFile;
import mesh.warren.agent.upstream.connect.TokenSource;
import mesh.warren.agent.upstream.held.ContentStore;
import mesh.warren.agent.upstream.node.RealEnvoy;
import mesh.warren.model.id.Domain;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/**
 * The streams of all virtual Envoys of this node to their control planes. Any thread may call; all state belongs to one event
 * loop, on which the observer is called too.
 */
public final class Upstream implements UpstreamStreams, AutoCloseable {

    private record Joined(VirtualStream stream, ServerStreams server) {}

    private final EventLoopGroup group;
    private final EventExecutor loop;
    private final ScheduledExecutorService fileWatch;
    private final Supplier<CompletableFuture<RealEnvoy>> envoy;
    private final Function<ControlPlane, Optional<TokenSource>> tokens;
    private final Map<Domain, ServerStreams> servers = new HashMap<>();
    private final Map<PodUid, Joined> joined = new TreeMap<>();
    private UpstreamParts parts;
    private volatile UpstreamObserver observer;

    /**
     * @param envoy  asked once, when the first pod joins: what the real Envoy says of itself; streams wait for it
     * @param tokens where the tokens for a control plane come from; empty: it wants none
     */
    public Upstream(Supplier<CompletableFuture<RealEnvoy>> envoy, Function<ControlPlane, Optional<TokenSource>> tokens) {
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("upstream", true), EpollIoHandler.newFactory());
        loop = group.next();
        fileWatch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("upstream-files").factory());
        this.envoy = envoy;
        this.tokens = tokens;
    }

    /** Tokens from the files that the settings name. */
    public static Optional<TokenSource> tokenFiles(ControlPlane plane) {
        return plane.token().map(TokenFile::new);
    }

    /** Who hears of pushes. To be called once, before the first pod joins. */
    public void begin(UpstreamObserver hears) {
        observer = hears;
    }

    @Override
    public void join(PodFields pod, ControlPlane plane) {
        loop.execute(() -> {
            if (!joined.containsKey(pod.uid())) {
                ServerStreams server = servers.computeIfAbsent(plane.domain(), _ -> new ServerStreams(plane, parts()));
                VirtualStream stream = new VirtualStream(pod, server, observer);
                joined.put(pod.uid(), new Joined(stream, server));
                server.join(stream);
            }
        });
    }

    @Override
    public void leave(PodUid pod) {
        loop.execute(() -> {
            Joined gone = joined.remove(pod);
            if (gone != null) {
                gone.server().leave(gone.stream());
            }
        });
    }

    @Override
    public void subscribe(PodUid pod, ResourceType type, SortedSet<ResourceName> names) {
        with(pod, stream -> stream.subscribe(type, names));
    }

    @Override
    public void ack(PodUid pod, long number) {
        with(pod, stream -> stream.answer(number, Optional.empty()));
    }

    @Override
    public void nack(PodUid pod, long number, String message) {
        with(pod, stream -> stream.answer(number, Optional.of(message)));
    }

    /** All streams as they are, by pod. */
    public CompletableFuture<List<StreamStatus>> status() {
        return CompletableFuture.supplyAsync(
                () -> joined.values().stream().map(each -> each.stream().status()).toList(), loop);
    }

    /** How many connections there are to this control plane. */
    public CompletableFuture<Integer> connections(Domain domain) {
        return CompletableFuture.supplyAsync(
                () -> Optional.ofNullable(servers.get(domain)).map(ServerStreams::connections).orElse(0), loop);
    }

    private UpstreamParts parts() {
        if (parts == null) {
            parts = new UpstreamParts(group, loop, new ContentStore(), fileWatch, envoy.get(), tokens, new SplittableRandom());
        }
        return parts;
    }

    private void with(PodUid pod, Consumer<VirtualStream> step) {
        loop.execute(() -> {
            Joined known = joined.get(pod);
            if (known != null) {
                step.accept(known.stream());
            }
        });
    }

    /** Ends all streams. */
    @Override
    public void close() {
        CompletableFuture.runAsync(() -> {
            servers.values().forEach(ServerStreams::close);
            servers.clear();
            joined.clear();
        }, loop).orTimeout(5, TimeUnit.SECONDS).exceptionally(_ -> null).join();
        fileWatch.shutdownNow();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
