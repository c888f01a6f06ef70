package mesh.warren.agent.capture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mesh.warren.agent.netns.NetnsThread;

/** Listens inside of a namespace and tells each connection who it is and whom it sees: {@code NAME CLIENT-ADDRESS CLIENT-PORT}. */
final class BannerServer implements AutoCloseable {

    private final ServerSocketChannel channel;

    BannerServer(Path netns, String name, String address, int port) throws IOException {
        channel = NetnsThread.call(netns, () ->
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral(address), port)));
        Thread.ofPlatform().daemon().name("banner-" + name).start(() -> serve(name));
    }

    private void serve(String name) {
        while (channel.isOpen()) {
            try {
                SocketChannel connection = channel.accept();
                Thread.ofVirtual().start(() -> greet(name, connection));
            } catch (IOException e) {
                // closed
            }
        }
    }

    /** Says who it is, then says again what it hears until the client has gone. */
    private static void greet(String name, SocketChannel connection) {
        try (connection) {
            InetSocketAddress client = (InetSocketAddress) connection.getRemoteAddress();
            String address = client.getAddress().getHostAddress()
                    .replaceFirst("(^0|:0)(:0)+:", "::"); // Java writes IPv6 addresses in full
            connection.write(ByteBuffer.wrap((name + " " + address + " " + client.getPort()).getBytes(StandardCharsets.UTF_8)));
            ByteBuffer heard = ByteBuffer.allocate(256);
            while (connection.read(heard) >= 0) {
                connection.write(heard.flip());
                heard.clear();
            }
        } catch (IOException e) {
            // that client is gone; the next one is served
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
