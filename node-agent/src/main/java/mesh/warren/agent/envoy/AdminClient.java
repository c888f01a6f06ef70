package mesh.warren.agent.envoy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Envoy's admin interface over its Unix socket (Envoy documentation, "Administration interface"). One connection for each
 * call; blocks the calling thread; every call ends within the time-out.
 */
public final class AdminClient {

    private static final int MAX_BYTES = 512 << 20;

    private final Path socket;
    private final Duration timeout;

    public AdminClient(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    /** Envoy serves: all that its start waits for has come. False also when nobody answers. */
    public boolean ready() {
        try {
            return call(HttpMethod.GET, "/ready").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A counter or gauge by its full name; 0 when Envoy does not have it (yet). */
    public long counter(String name) throws IOException {
        String prefix = name + ": ";
        return get("/stats?filter=" + name).lines()
                .filter(line -> line.startsWith(prefix))
                .mapToLong(line -> Long.parseLong(line.substring(prefix.length())))
                .findFirst()
                .orElse(0);
    }

    /** All statistics as text lines {@code name: value}. */
    public String stats() throws IOException {
        return get("/stats");
    }

    /** JSON of {@code envoy.admin.v3.ConfigDump}, endpoints too. */
    public String configDump() throws IOException {
        return get("/config_dump?include_eds");
    }

    /** JSON of {@code envoy.admin.v3.ServerInfo}. */
    public String serverInfo() throws IOException {
        return get("/server_info");
    }

    /** JSON of {@code envoy.admin.v3.Memory}. */
    public String memory() throws IOException {
        return get("/memory");
    }

    /**
     * Drains all listeners.
     *
     * @param graceful true: discourages new requests over the drain time and leaves the sockets open; false: closes them
     */
    public void drainListeners(boolean graceful) throws IOException {
        post(graceful ? "/drain_listeners?graceful&skip_exit" : "/drain_listeners");
    }

    /** Ends Envoy. */
    public void quit() throws IOException {
        post("/quitquitquit");
    }

    /** The body of a GET. Fails unless the status is 200. */
    public String get(String path) throws IOException {
        return ok(path, call(HttpMethod.GET, path));
    }

    /** The body of a POST. Fails unless the status is 200. */
    public String post(String path) throws IOException {
        return ok(path, call(HttpMethod.POST, path));
    }

    private static String ok(String path, Answer answer) throws IOException {
        if (answer.status() != 200) {
            throw new IOException("Envoy's admin socket answers " + path + " with " + answer.status() + ": "
                    + answer.body().strip());
        }
        return answer.body();
    }

    private Answer call(HttpMethod method, String path) throws IOException {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path);
        request.headers().set(HttpHeaderNames.HOST, "admin").set(HttpHeaderNames.CONNECTION, "close")
                .set(HttpHeaderNames.CONTENT_LENGTH, 0);
        EmbeddedChannel http = new EmbeddedChannel(new HttpClientCodec(), new HttpObjectAggregator(MAX_BYTES));
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX); Selector selector = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            http.writeOutbound(request);
            for (ByteBuf out = http.readOutbound(); out != null; out = http.readOutbound()) {
                channel.write(out.nioBuffer());
                out.release();
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return read(channel, selector, http, path);
        } finally {
            http.finishAndReleaseAll();
        }
    }

    private Answer read(SocketChannel channel, Selector selector, EmbeddedChannel http, String path) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        while (true) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || selector.select(left) == 0 && System.nanoTime() > deadline) {
                throw new IOException("Envoy's admin socket " + socket + " did not answer " + path + " within " + timeout);
            }
            selector.selectedKeys().clear();
            int count = channel.read(buffer.clear());
            if (count < 0) {
                throw new IOException("Envoy closed its admin socket " + socket + " before the answer to " + path);
            }
            http.writeInbound(Unpooled.copiedBuffer(buffer.flip()));
            FullHttpResponse response = http.readInbound();
            if (response != null) {
                Answer answer =
                        new Answer(response.status().code(), response.content().toString(StandardCharsets.UTF_8));
                response.release();
                return answer;
            }
            if (Thread.interrupted()) {
                throw new IOException("interrupted while Envoy answered " + path);
            }
        }
    }

    private record Answer(int status, String body) {}
}
