package mesh.warren.demo.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The connections that are open, a virtual thread for each, so that the application can end without cutting one in the middle of an answer. */
final class Connections {

    /** Answers one request; false ends the connection. */
    interface Answer {
        boolean answer(String request, BufferedReader in, OutputStream out, Socket from) throws IOException;
    }

    private final Phaser answering = new Phaser(1);
    private volatile boolean draining;

    void serve(ServerSocket server, Answer answer) {
        Thread.ofPlatform().daemon().name("accept-" + server.getLocalPort()).start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket connection = server.accept();
                    Thread.startVirtualThread(() -> converse(connection, answer));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void converse(Socket connection, Answer answer) {
        try (connection) {
            connection.setTcpNoDelay(true);
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = connection.getOutputStream();
            boolean more = true;
            while (more) {
                String request = in.readLine();
                if (request == null) {
                    return;
                }
                answering.register();
                try {
                    more = answer.answer(request, in, out, connection) && !draining;
                } finally {
                    answering.arriveAndDeregister();
                }
            }
        } catch (IOException peerWentAway) {
            // The caller counts that as a failure of its own; a server has nobody to tell.
        }
    }

    /** Waits until no answer is under way, or for this long. */
    void drain(Duration atMost) throws InterruptedException {
        draining = true;
        try {
            answering.awaitAdvanceInterruptibly(answering.arrive(), atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillAnswering) {
            System.err.println("ended with an answer under way");
        }
    }

    /** The other side's address, without the "::ffff:" of a mapped one. */
    static String peer(Socket connection) {
        return connection.getInetAddress().getHostAddress();
    }
}
