package mesh.warren.agent.cni;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import mesh.warren.cni.wire.Lines;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Response;
import mesh.warren.cni.wire.WireException;

/** A server with small limits, and a client of it. */
final class CniClient implements AutoCloseable {

    static final CniServer.Limits SMALL = new CniServer.Limits(4, Duration.ofMillis(500), Duration.ofSeconds(5));

    private final Path socket;
    private final CniServer server;

    private CniClient(Path socket, CniServer server) {
        this.socket = socket;
        this.server = server;
    }

    static CniClient of(Path folder, PodAttachments attachments) throws IOException {
        Path socket = folder.resolve("run").resolve("cni.sock");
        return new CniClient(socket, CniServer.start(socket, attachments, SMALL));
    }

    Path socket() {
        return socket;
    }

    Response call(Request request) throws IOException, WireException {
        return call(Request.encode(request));
    }

    Response call(String line) throws IOException, WireException {
        try (SocketChannel channel = connect()) {
            Lines.write(channel, line);
            return Response.decode(Lines.read(channel, Response.MAX_BYTES));
        }
    }

    SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
