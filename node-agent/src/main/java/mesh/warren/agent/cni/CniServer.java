package mesh.warren.agent.cni;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import mesh.warren.cni.wire.Departures;

/**
 * Serves the CNI plugin on a Unix socket: one request and one answer for each connection. The accepting thread is its own; each connection
 * has a virtual thread, and there are at most {@link Limits#connections} of them: further ones wait in the kernel.
 */
public final class CniServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(CniServer.class.getName());

    /**
     * Bounds of what a client can take.
     *
     * @param connections at once
     * @param line        time for a client to send its request, and again to take its answer
     * @param request     longest time for one request, whatever the client asks
     */
    public record Limits(int connections, Duration line, Duration request) {

        /** 64 connections, 2 s, 2 min. */
        public static final Limits DEFAULT = new Limits(64, Duration.ofSeconds(2), Duration.ofMinutes(2));

        /** The same with another bound for one request. */
        public Limits withRequest(Duration longest) {
            return new Limits(connections, line, longest);
        }
    }

    private final Path socket;
    private final ServerSocketChannel server;
    private final Semaphore connections;
    private final Connection.Context context;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cni-deadlines").factory());
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("cni-", 0).factory());

    private CniServer(Path socket, ServerSocketChannel server, CniService service, Limits limits) throws IOException {
        this.socket = socket;
        this.server = server;
        this.connections = new Semaphore(limits.connections());
        this.context = new Connection.Context(service, Peer.rootAndOwnUser(), limits, clock, threads);
    }

    /**
     * Listens, carries out what the plugin noted while no agent was there, and only then accepts.
     *
     * @param socket      mode 0600, in a folder of mode 0700 that is made if missing; a stale one is replaced
     * @param attachments ready to work: it is called before this returns
     * @throws IOException when another agent listens there, or the folder is open to others
     */
    public static CniServer start(Path socket, PodAttachments attachments, Limits limits) throws IOException {
        ServerSocketChannel listening = ServerSocketFile.bind(socket);
        try {
            Departures departures = Departures.beside(socket);
            ServerSocketFile.makePrivate(departures.folder());
            CniService service = new CniService(attachments, departures);
            service.replayDepartures(Deadline.in(limits.request()));
            CniServer server = new CniServer(socket, listening, service, limits);
            Thread.ofPlatform().daemon().name("cni-accept").start(server::accept);
            return server;
        } catch (IOException | RuntimeException failed) {
            listening.close();
            Files.deleteIfExists(socket);
            throw failed;
        }
    }

    private void accept() {
        while (server.isOpen()) {
            connections.acquireUninterruptibly();
            try {
                SocketChannel client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException | RuntimeException failed) {
                connections.release();
                if (server.isOpen()) {
                    LOG.log(Level.ERROR, "CNI socket " + socket + ": accept failed", failed);
                    pause();
                }
            }
        }
    }

    private void serve(SocketChannel client) {
        try {
            new Connection(client, context).serve();
        } finally {
            connections.release();
        }
    }

    /** Too many open files, for one, does not go away by asking again at once. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops accepting, interrupts what is under way, and removes the socket: the plugin then sees that the agent is away. */
    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        threads.shutdownNow();
        clock.shutdownNow();
    }
}
