package mesh.warren.agent.doors;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.model.address.IpAddress;

/**
 * Listens inside of a namespace, speaks just enough HTTP/1.1 with keep-alive, and answers each request with
 * {@code NAME CLIENT-ADDRESS} and, below it, the request's head exactly as it came.
 */
final class Application implements AutoCloseable {

    private final ServerSocketChannel channel;
    private final String name;
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();

    Application(Path netns, String name, String address, int port) throws IOException {
        this.name = name;
        channel = NetnsThread.call(netns, () ->
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral(address), port)));
        Thread.ofPlatform().daemon().name("application-" + name).start(this::accept);
    }

    /** How many connections it has had. */
    int connections() {
        return connections.size();
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel connection = channel.accept();
                connections.add(connection);
                Thread.ofPlatform().daemon().start(() -> serve(connection));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            InetSocketAddress client = (InetSocketAddress) connection.getRemoteAddress();
            InputStream in = Channels.newInputStream(connection);
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                String body = name + " " + IpAddress.parse(client.getAddress().getHostAddress()) + "\n" + head;
                String answer = "HTTP/1.1 200 OK\r\nX-CaSe: Kept\r\nDate: today\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
                Channels.newOutputStream(connection).write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (head.contains("Connection: close\r\n")) {
                    return;
                }
            }
        } catch (IOException e) {
            // that client is gone
        }
    }

    /** Up to the empty line; empty at the end of the stream. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        channel.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
