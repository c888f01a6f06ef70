package mesh.warren.agent.upstream.connect;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/** One HTTP/2 connection and who uses it. Dials again by itself for as long as somebody uses it. On the event loop only. */
public final class Connection {

    private final ManagedChannel channel;
    private final EventExecutor loop;
    private final FullJitter backOff;
    private final Runnable ready;
    private final AutoCloseable credentials;
    private int users;
    private int places;
    private int failures;
    private boolean redialling;
    private boolean closed;

    Connection(ManagedChannel channel, int places, EventExecutor loop, FullJitter backOff, Runnable ready, AutoCloseable credentials) {
        this.channel = channel;
        this.places = places;
        this.loop = loop;
        this.backOff = backOff;
        this.ready = ready;
        this.credentials = credentials;
        watch(channel.getState(false));
    }

    /** Where calls are made. */
    public ManagedChannel channel() {
        return channel;
    }

    /** Whether the server is reached. */
    public boolean isReady() {
        return channel.getState(false) == ConnectivityState.READY;
    }

    boolean hasPlace() {
        return users < places;
    }

    void use() {
        users++;
    }

    /** The server takes no more streams than there are now without this one. */
    void full(int open) {
        places = Math.max(1, Math.min(places, open));
    }

    /** Whether nobody uses it any more. */
    boolean leave() {
        return --users == 0;
    }

    void close() {
        closed = true;
        channel.shutdownNow();
        try {
            credentials.close();
        } catch (Exception e) {
            System.getLogger(Connection.class.getName()).log(System.Logger.Level.WARNING, "closing credentials", e);
        }
    }

    private void watch(ConnectivityState seen) {
        channel.notifyWhenStateChanged(seen, () -> loop.execute(this::changed));
    }

    private void changed() {
        ConnectivityState state = channel.getState(false);
        if (closed || state == ConnectivityState.SHUTDOWN) {
            return;
        }
        if (state == ConnectivityState.READY) {
            failures = 0;
            ready.run();
        } else if (state == ConnectivityState.TRANSIENT_FAILURE && !redialling) {
            redialLater();
        }
        watch(state);
    }

    /** The channel's own waits grow to minutes, and its state stays the same from one failed attempt to the next: no event would tell. */
    private void redialLater() {
        redialling = true;
        loop.schedule(() -> {
            redialling = false;
            if (!closed && channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
                channel.resetConnectBackoff();
                redialLater();
            }
        }, backOff.afterFailures(failures++).toMillis(), TimeUnit.MILLISECONDS);
    }
}
