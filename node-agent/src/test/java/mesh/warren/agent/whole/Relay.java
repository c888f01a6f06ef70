package mesh.warren.agent.whole;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import mesh.warren.agent.netns.NetnsThread;

/** A server of this machine, reached on 127.0.0.1 in a pod's network namespace: for control planes of plain sidecars. */
record Relay(ServerSocket inPod, int server) implements AutoCloseable {

    static Relay open(Path netns, int server) throws IOException {
        Relay relay = new Relay(NetnsThread.call(netns, () -> new ServerSocket(0, 16, InetAddress.getLoopbackAddress())), server);
        Thread.ofPlatform().daemon().start(relay::accept);
        return relay;
    }

    int port() {
        return inPod.getLocalPort();
    }

    private void accept() {
        while (!inPod.isClosed()) {
            try {
                Socket client = inPod.accept();
                Thread.ofPlatform().daemon().start(() -> carry(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket client) {
        try (client; Socket far = new Socket()) {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
            Thread back = Thread.ofPlatform().daemon().start(() -> copy(far, client));
            copy(client, far);
            back.join();
        } catch (IOException gone) {
            // The sidecar connects again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from; to; InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // The other direction ends with it.
        }
    }

    @Override
    public void close() throws IOException {
        inPod.close();
    }
}
