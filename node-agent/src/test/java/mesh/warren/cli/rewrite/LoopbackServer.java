package mesh.warren.cli.rewrite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mesh.warren.agent.netns.NetnsThread;

/** HTTP on a pod's own loopback: one text for every request. */
final class LoopbackServer implements AutoCloseable {

    private final ServerSocket socket;
    private final String text;

    LoopbackServer(Path netns, int port, String text) throws IOException {
        this.text = text;
        this.socket = NetnsThread.call(netns, () -> {
            var server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return server;
        });
        Thread.ofPlatform().daemon().name("loopback-" + port).start(this::serve);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                connection.getInputStream().read(new byte[4096]);
                connection.getOutputStream().write(("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: " + text.length()
                        + "\r\n\r\n" + text).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // that client is gone, or the server is closed; the next one is served
            }
        }
    }

    /** What a GET from inside of the namespace is answered, or {@code no connection}. */
    static String get(Path netns, int port, String target, String header) throws IOException {
        return NetnsThread.call(netns, () -> {
            try (var connection = new Socket()) {
                connection.setSoTimeout(10_000);
                connection.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 2_000);
                connection.getOutputStream().write(("GET " + target + " HTTP/1.1\r\nhost: x\r\n" + header + "\r\nconnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
                return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (java.net.SocketException e) {
                return "no connection";
            }
        });
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
