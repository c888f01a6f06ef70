package mesh.warren.agent.upstream.connect;

import io.grpc.ManagedChannel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.agent.domain.Tls;

/**
 * The connections to one control plane: as few as carry all streams, or one for each pod where the pod's own certificate
 * authenticates it. On the event loop only.
 */
public final class Connections implements AutoCloseable {

    private final ControlPlane plane;
    private final EventLoopGroup group;
    private final EventExecutor loop;
    private final ScheduledExecutorService fileWatch;
    private final FullJitter backOff;
    private final Runnable ready;
    private final List<Connection> open = new ArrayList<>();

    /**
     * @param fileWatch looks whether files of certificates have changed; its threads may block
     * @param ready     called when a server is reached again
     */
    public Connections(ControlPlane plane, EventLoopGroup group, EventExecutor loop, ScheduledExecutorService fileWatch,
            FullJitter backOff, Runnable ready) {
        this.plane = plane;
        this.group = group;
        this.loop = loop;
        this.fileWatch = fileWatch;
        this.backOff = backOff;
        this.ready = ready;
    }

    /**
     * A connection for one more stream; give it back with {@link #release}.
     *
     * @throws CredentialsException when it cannot be made, because of a file of certificates
     */
    public Connection acquire(PodFields pod) throws CredentialsException {
        boolean own = plane.tls().flatMap(Tls::identity).filter(Tls.Identity::perPod).isPresent();
        Connection connection = own ? null : open.stream().filter(Connection::hasPlace).findFirst().orElse(null);
        if (connection == null) {
            Credentials credentials = plane.tls().isEmpty() ? Credentials.NONE : Credentials.of(plane.tls().get(), pod, fileWatch);
            ManagedChannel channel = Channels.open(plane, credentials, group);
            connection = new Connection(channel, own ? 1 : plane.limits().perConnection(), loop, backOff, ready, credentials);
            open.add(connection);
        }
        connection.use();
        return connection;
    }

    /** The stream needs it no more. */
    public void release(Connection connection) {
        if (connection.leave()) {
            open.remove(connection);
            connection.close();
        }
    }

    /** The server takes no more streams on this connection than are open there. */
    public void full(Connection connection, int streams) {
        connection.full(streams);
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    @Override
    public void close() {
        open.forEach(Connection::close);
        open.clear();
    }
}
