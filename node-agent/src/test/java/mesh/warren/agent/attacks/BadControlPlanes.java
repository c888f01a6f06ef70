package mesh.warren.agent.attacks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.warren.demo.node.Teardown;

/**
 * Control planes that are none.
 *
 * @param mute    takes connections, reads nothing and says nothing
 * @param garbage answers each connection with random bytes
 */
record BadControlPlanes(ServerSocket mute, ServerSocket garbage) {

    static BadControlPlanes start(Teardown teardown) throws IOException {
        BadControlPlanes bad = new BadControlPlanes(listen(teardown), listen(teardown));
        List<Socket> kept = new CopyOnWriteArrayList<>();
        teardown.later("connections", () -> {
            for (Socket socket : kept) {
                socket.close();
            }
        });
        Thread.ofPlatform().daemon().start(() -> accept(bad.mute, kept, 0));
        Thread.ofPlatform().daemon().start(() -> accept(bad.garbage, kept, 4_096));
        return bad;
    }

    private static ServerSocket listen(Teardown teardown) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        teardown.later("server", server::close);
        return server;
    }

    private static void accept(ServerSocket server, List<Socket> kept, int noise) {
        Random random = new Random(1);
        byte[] bytes = new byte[noise];
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                kept.add(client);
                random.nextBytes(bytes);
                client.getOutputStream().write(bytes);
            } catch (IOException ended) {
                // The next one, or the end.
            }
        }
    }
}
