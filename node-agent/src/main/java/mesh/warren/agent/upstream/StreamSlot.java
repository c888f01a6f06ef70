package mesh.warren.agent.upstream;

import io.netty.util.concurrent.ScheduledFuture;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.agent.upstream.connect.Connection;
import mesh.warren.agent.upstream.wire.Link;

/** What carries a virtual Envoy's dialogue now, or will. On the event loop only. */
final class StreamSlot {

    private final VirtualStream stream;
    Connection connection;
    Protocol protocol;
    Link link;
    private ScheduledFuture<?> next;
    private boolean left;

    StreamSlot(VirtualStream stream) {
        this.stream = stream;
    }

    VirtualStream stream() {
        return stream;
    }

    /** The attempt that comes next. */
    void next(ScheduledFuture<?> attempt) {
        waitNoMore();
        next = attempt;
    }

    /** Whether it waits for its next attempt. */
    boolean waits() {
        return next != null && !next.isDone();
    }

    void waitNoMore() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    void leave() {
        left = true;
        waitNoMore();
        stream.end();
    }

    boolean left() {
        return left;
    }
}
