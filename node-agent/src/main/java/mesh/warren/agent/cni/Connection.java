package mesh.warren.agent.cni;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.cni.wire.Lines;
import mesh.warren.cni.wire.Request;
import mesh.warren.cni.wire.Response;
import mesh.warren.cni.wire.WireException;

/** One client: its request, the answer, the end. Runs on the connection's own virtual thread. */
final class Connection {

    private static final Logger LOG = System.getLogger(Connection.class.getName());

    /** After the deadline, for work that ends with a reason of its own. The plugin waits longer than this. */
    private static final Duration GRACE = Duration.ofMillis(150);

    /**
     * What all connections share.
     *
     * @param clock closes channels that are too slow
     * @param threads carries requests out
     */
    record Context(CniService service, Peer peer, CniServer.Limits limits, ScheduledExecutorService clock, ExecutorService threads) {}

    private final SocketChannel client;
    private final Context context;

    Connection(SocketChannel client, Context context) {
        this.client = client;
        this.context = context;
    }

    void serve() {
        try (client) {
            send(response());
        } catch (IOException gone) {
            LOG.log(Level.WARNING, "CNI socket: a client went away, or was too slow: {0}", gone.toString());
        }
    }

    private Response response() throws IOException {
        if (!context.peer().mayCommand(client)) {
            return new Response.Refused(ErrorCode.AGENT_FAILED, "only root and the agent's own user may command the agent", "");
        }
        try {
            return answer(timed(() -> Lines.read(client, Request.MAX_BYTES)));
        } catch (WireException garbage) {
            LOG.log(Level.WARNING, "CNI socket: {0}", garbage.getMessage());
            return new Response.Refused(ErrorCode.AGENT_PROTOCOL, "the agent did not understand: " + garbage.getMessage(), "");
        }
    }

    private Response answer(String line) throws WireException {
        Request request = Request.decode(line);
        Duration time = Duration.ofMillis(request.timeoutMillis());
        Deadline deadline = Deadline.in(time).orSooner(Deadline.in(context.limits().request()));
        Future<Response> work = context.threads().submit(() -> context.service().answer(request, deadline));
        try {
            return work.get(deadline.left().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            work.cancel(true);
            return refused(ErrorCode.TRY_AGAIN_LATER, request, "timed out after " + time.toMillis() + " ms; the agent still works at it");
        } catch (ExecutionException failed) {
            LOG.log(Level.ERROR, "CNI " + CniService.subject(request), failed.getCause());
            return refused(ErrorCode.AGENT_FAILED, request, "the agent failed: " + failed.getCause() + " (its log has more)");
        } catch (InterruptedException ending) {
            work.cancel(true);
            return refused(ErrorCode.TRY_AGAIN_LATER, request, "the agent is shutting down");
        }
    }

    private static Response refused(ErrorCode code, Request request, String why) {
        return new Response.Refused(code, CniService.subject(request) + ": " + why, "");
    }

    private void send(Response response) throws IOException {
        timed(() -> {
            Lines.write(client, Response.encode(response));
            return null;
        });
    }

    private <T, X extends Exception> T timed(Exchange<T, X> exchange) throws IOException, X {
        ScheduledFuture<?> tooSlow = context.clock().schedule(this::hangUp, context.limits().line().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return exchange.run();
        } finally {
            tooSlow.cancel(false);
        }
    }

    private void hangUp() {
        try {
            client.close();
        } catch (IOException closedAnyway) {
            LOG.log(Level.DEBUG, "closing a slow client", closedAnyway);
        }
    }

    private interface Exchange<T, X extends Exception> {
        T run() throws IOException, X;
    }
}
