package mesh.warren.agent.upstream;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The server's end of one stream. */
public final class ServerStream<Q, P> extends ServerCall.Listener<Q> {

    public static final long PATIENCE_SECONDS = 20;

    private final ServerCall<Q, P> call;
    private final Metadata headers;
    private final BlockingQueue<Q> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private boolean begun;

    ServerStream(ServerCall<Q, P> call, Metadata headers) {
        this.call = call;
        this.headers = headers;
        call.request(1_000_000);
    }

    public Metadata headers() {
        return headers;
    }

    /** What the server knows of the connection. */
    Attributes attributes() {
        return call.getAttributes();
    }

    /** The next request. */
    public Q request() throws InterruptedException {
        Q request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request within " + PATIENCE_SECONDS + " s");
        }
        return request;
    }

    /** The next request, whenever it comes. */
    public Q awaitRequest() throws InterruptedException {
        return requests.take();
    }

    /** Requests that came and that nobody has asked for. */
    public int unread() {
        return requests.size();
    }

    public synchronized void send(P response) {
        if (!begun) {
            begun = true;
            call.sendHeaders(new Metadata());
        }
        call.sendMessage(response);
    }

    /** Whether what was sent has left; a client that does not read makes this false. */
    public boolean taken() {
        return call.isReady();
    }

    public synchronized void end(Status status) {
        call.close(status, new Metadata());
    }

    /** The client has gone. */
    public void awaitCancelled() throws InterruptedException {
        if (!cancelled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("not cancelled within " + PATIENCE_SECONDS + " s");
        }
    }

    @Override
    public void onMessage(Q request) {
        requests.add(request);
    }

    @Override
    public void onCancel() {
        cancelled.countDown();
    }
}
