package mesh.warren.bench.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in the place of the agent's ADS socket. The agent's own is moved aside, and an Envoy that connects from then on comes
 * through here. What went by is kept until it is taken.
 */
public final class AdsRelay implements AutoCloseable {

    private final Path agent;
    private final ServerSocketChannel server;
    private final List<SocketChannel> open = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private final AtomicLong toEnvoy = new AtomicLong();
    private final AtomicLong toAgent = new AtomicLong();

    private AdsRelay(Path agent, ServerSocketChannel server) {
        this.agent = agent;
        this.server = server;
    }

    /** @param socket the agent's ADS socket; this relay gets the owner and mode that it has */
    public static AdsRelay at(Path socket) throws IOException {
        Path aside = socket.resolveSibling("ads.agent.sock");
        Files.move(socket, aside);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, Files.getPosixFilePermissions(aside));
        Files.setAttribute(socket, "unix:uid", Files.getAttribute(aside, "unix:uid"));
        Files.setAttribute(socket, "unix:gid", Files.getAttribute(aside, "unix:gid"));
        AdsRelay relay = new AdsRelay(aside, server);
        Thread.ofPlatform().name("relay").daemon().start(relay::accept);
        return relay;
    }

    /** Takes what went by since the last time. */
    public synchronized List<Seen> take() {
        List<Seen> taken = List.copyOf(seen);
        seen.clear();
        return taken;
    }

    /** Bytes on the wire from agent to Envoy, and back, since the start. */
    public long[] bytes() {
        return new long[] {toEnvoy.get(), toAgent.get()};
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel envoy = server.accept();
                SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(agent));
                synchronized (this) {
                    open.add(envoy);
                    open.add(upstream);
                }
                Thread.ofPlatform().name("relay-up").daemon().start(
                        () -> pump(envoy, upstream, new Frames(true, this::request), toAgent));
                Thread.ofPlatform().name("relay-down").daemon().start(
                        () -> pump(upstream, envoy, new Frames(false, this::response), toEnvoy));
            }
        } catch (IOException closed) {
            // By close, or the agent is gone: then Envoy has nobody to talk to either.
        }
    }

    private static void pump(SocketChannel from, SocketChannel to, Frames frames, AtomicLong count) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (from; to) {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                int length = buffer.remaining();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                count.addAndGet(length);
                frames.add(buffer.array(), length);
            }
        } catch (IOException ended) {
            // One end is gone; the other is closed with it.
        }
    }

    private void response(byte[] bytes) {
        long now = System.nanoTime();
        try {
            DeltaDiscoveryResponse response = DeltaDiscoveryResponse.parseFrom(bytes);
            keep(new Seen(now, true, simple(response.getTypeUrl()), response.getResourcesList().stream().map(Resource::getName).toList(),
                    List.copyOf(response.getRemovedResourcesList()), response.getNonce(), false, bytes.length));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the agent sent what is no delta response", e);
        }
    }

    private void request(byte[] bytes) {
        long now = System.nanoTime();
        try {
            DeltaDiscoveryRequest request = DeltaDiscoveryRequest.parseFrom(bytes);
            keep(new Seen(now, false, simple(request.getTypeUrl()), List.of(), List.of(), request.getResponseNonce(),
                    request.hasErrorDetail(), bytes.length));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("Envoy sent what is no delta request", e);
        }
    }

    private synchronized void keep(Seen message) {
        seen.add(message);
    }

    private static String simple(String typeUrl) {
        return typeUrl.substring(typeUrl.lastIndexOf('.') + 1);
    }

    /** Ends all connections; the agent's socket is not put back. */
    @Override
    public synchronized void close() throws IOException {
        server.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
    }
}
