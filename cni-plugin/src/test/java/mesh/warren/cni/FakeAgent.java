package mesh.warren.cni;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mesh.warren.cni.wire.Lines;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Response;
import mesh.warren.cni.wire.WireException;

/** An agent that answers as the test says and remembers what it was asked. {@code null} as an answer closes the connection. */
final class FakeAgent implements AutoCloseable {

    private final ServerSocketChannel server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private FakeAgent(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
    }

    static FakeAgent saying(Path socket, Function<Request, String> answer) throws IOException {
        FakeAgent agent = new FakeAgent(socket);
        Thread.ofPlatform().daemon().start(() -> agent.serve(answer));
        return agent;
    }

    static FakeAgent content(Path socket) throws IOException {
        return saying(socket, request -> Response.encode(new Response.Done()));
    }

    /** Listens and never accepts. */
    static FakeAgent hanging(Path socket) throws IOException {
        return new FakeAgent(socket);
    }

    List<Request> requests() {
        return requests;
    }

    private void serve(Function<Request, String> answer) {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                Request request = Request.decode(Lines.read(client, Request.MAX_BYTES));
                requests.add(request);
                String line = answer.apply(request);
                if (line != null) {
                    Lines.write(client, line);
                }
            } catch (IOException | WireException ended) {
                // Closed by the test, or the client ended: the next accept says which.
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
