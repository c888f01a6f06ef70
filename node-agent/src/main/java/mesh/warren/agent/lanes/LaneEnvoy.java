package mesh.warren.agent.lanes;

import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.netns.LinuxException;

/**
 * An Envoy that serves doors. Owned by the thread {@code lanes}.
 *
 * @param process which
 * @param sockets its own
 * @param load    of its workers
 */
record LaneEnvoy(EnvoyProcess process, EnvoySockets sockets, WorkerLoad load) implements AutoCloseable {

    /** @throws LinuxException when it has ended already */
    static LaneEnvoy of(EnvoyProcess process) throws LinuxException {
        return new LaneEnvoy(process, EnvoySockets.of(process), new WorkerLoad(process.pid()));
    }

    @Override
    public void close() throws LinuxException {
        sockets.close();
    }
}
