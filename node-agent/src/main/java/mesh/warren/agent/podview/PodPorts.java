package mesh.warren.agent.podview;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.registry.PodRecord;

/**
 * The sockets of one pod: its view on its own loopback, and its readiness on all of its addresses. They are opened by a thread that
 * has entered the pod's network namespace, and stay in it. A virtual thread waits at each of them.
 */
final class PodPorts implements AutoCloseable {

    private static final Logger LOG = System.getLogger(PodPorts.class.getName());
    /** A pod that asks for more at once is hung up on. */
    private static final int AT_ONCE = 4;

    private final PodRecord pod;
    private final List<ServerSocketChannel> open = new ArrayList<>();
    private final Semaphore places = new Semaphore(AT_ONCE);

    private PodPorts(PodRecord pod) {
        this.pod = pod;
    }

    /** Opens what can be opened; what a process of the pod has taken is left to it. */
    static PodPorts open(PodRecord pod, int viewPort, int readyPort, PodPages pages) {
        PodPorts ports = new PodPorts(pod);
        ports.listen(new InetSocketAddress("127.0.0.1", viewPort), target -> pages.get(pod.uid(), target));
        ports.listen(new InetSocketAddress("0.0.0.0", readyPort), target ->
                target.equals("/healthz/ready") ? pages.ready(pod.uid()) : Page.problem(404, "want /healthz/ready"));
        return ports;
    }

    private void listen(InetSocketAddress address, Function<String, Page> pages) {
        try {
            ServerSocketChannel server = NetnsThread.call(pod.pin(), pod.netns(), () -> bound(address));
            open.add(server);
            Thread.ofVirtual().name("pod view " + pod.name() + " " + address.getPort()).start(() -> accept(server, pages));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "pod {0}: no view of its virtual Envoy on {1}: {2}", pod.name(), address, e.getMessage());
        }
    }

    private static ServerSocketChannel bound(InetSocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return server.bind(address, 16);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private void accept(ServerSocketChannel server, Function<String, Page> pages) {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                if (places.tryAcquire()) {
                    Thread.startVirtualThread(() -> answer(client, pages));
                } else {
                    client.close();
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(SocketChannel client, Function<String, Page> pages) {
        try (client) {
            Exchange.answer(client.socket(), pages);
        } catch (IOException clientWentAway) {
            // It asked, and no longer wants to know.
        } finally {
            places.release();
        }
    }

    @Override
    public void close() {
        for (ServerSocketChannel server : open) {
            try {
                server.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "pod " + pod.name() + ": closing its view", e);
            }
        }
    }
}
