package mesh.warren.cni.agent;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.cni.wire.Lines;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Response;
import mesh.warren.cni.wire.WireException;

/**
 * The agent, reached by the JDK's Unix-domain channel (docs/adr/0002 says why that one).
 *
 * @param socket the agent's socket
 */
public record AgentSocket(Path socket) {

    /**
     * Asks and waits for the answer.
     *
     * @param deadlineNanos on {@link System#nanoTime}'s clock; passing it ends the call whatever it is doing
     * @throws AgentAbsentException when nobody listens
     * @throws CniException what the agent refused, or that it did not answer, and what was waited for
     */
    public void call(Request request, long deadlineNanos) throws AgentAbsentException, CniException {
        String doing = "open a socket for";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            closeAt(deadlineNanos, channel);
            doing = "connect to";
            channel.connect(UnixDomainSocketAddress.of(socket));
            doing = "send to";
            Lines.write(channel, Request.encode(request));
            doing = "get an answer from";
            Response response = Response.decode(Lines.read(channel, Response.MAX_BYTES));
            if (response instanceof Response.Refused refused) {
                throw new CniException(refused.code(), refused.message(), refused.details());
            }
        } catch (ClosedChannelException late) {
            throw new CniException(ErrorCode.TRY_AGAIN_LATER, "timed out: could not " + doing + " the agent at " + socket
                    + " in time; it is there but does not keep up or hangs (see its log)");
        } catch (WireException garbage) {
            throw new CniException(ErrorCode.AGENT_PROTOCOL, "the agent at " + socket + " answered what is no " + garbage.getMessage());
        } catch (IOException failed) {
            if (failed instanceof ConnectException || !Files.exists(socket)) {
                throw new AgentAbsentException("no agent at " + socket + " (" + failed.getMessage() + ")");
            }
            throw new CniException(ErrorCode.IO_FAILURE, "could not " + doing + " the agent at " + socket + ": " + failed.getMessage());
        }
    }

    /** A blocking channel has no time limit of its own: closing it from another thread ends every operation. */
    private static void closeAt(long deadlineNanos, SocketChannel channel) {
        Thread watchdog = new Thread(new Watchdog(deadlineNanos, channel), "deadline");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private record Watchdog(long deadlineNanos, SocketChannel channel) implements Runnable {
        @Override
        public void run() {
            try {
                long left = deadlineNanos - System.nanoTime();
                Thread.sleep(Math.max(0, left / 1_000_000), (int) Math.max(0, left % 1_000_000));
                channel.close();
            } catch (InterruptedException | IOException ended) {
                // The process is at its end, or the channel is closed already.
            }
        }
    }
}
