package mesh.warren.agent.lanes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import mesh.warren.agent.netns.Linux;
import mesh.warren.agent.netns.LinuxException;
import mesh.warren.agent.netns.ListeningSocket;
import mesh.warren.agent.netns.ListeningSockets;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.registry.PodRecord;

/**
 * Looks at one pod's doors in the kernel and makes their new connections go where they should. Owned by the thread {@code lanes}.
 */
final class Steering {

    private final PodRecord pod;
    private final InstantSource clock;
    private final Map<InetSocketAddress, Selector> selectors = new HashMap<>();

    Steering(PodRecord pod, InstantSource clock) {
        this.pod = pod;
        this.clock = clock;
    }

    PodRecord pod() {
        return pod;
    }

    /**
     * The doors that these Envoys have in the pod; of a door that several have, that of each.
     *
     * @param known programs that were found attached at the agent's start; those that are this pod's are taken over
     */
    List<DoorAddress> look(List<EnvoySockets> envoys, Map<Long, Selector> known) throws IOException {
        List<ListeningSocket> sockets = NetnsThread.call(pod.pin(), pod.netns(), ListeningSockets::inOrder);
        for (ListeningSocket socket : sockets) {
            Selector selector = known.remove(socket.cookie());
            if (selector != null) {
                selectors.put(socket.address(), selector);
            }
        }
        List<DoorAddress> doors = new ArrayList<>();
        for (EnvoySockets envoy : envoys) {
            envoy.look(sockets);
            doors.addAll(DoorAddress.of(envoy, sockets));
        }
        selectors.keySet().removeIf(address -> doors.stream().noneMatch(door -> door.address().equals(address)));
        return doors;
    }

    /** The worker to which new connections go at this address; -1 when the kernel's hash chooses, or another process has them. */
    int worker(DoorAddress door) throws LinuxException {
        Selector selector = selectors.get(door.address());
        OptionalLong cookie = selector == null || !selector.isAttached() ? OptionalLong.empty() : selector.selected();
        return cookie.isPresent() ? door.worker(cookie.getAsLong()) : -1;
    }

    /** How many connections all doors of the pod have handed out since their programs were attached. */
    long connections() throws LinuxException {
        long connections = 0;
        for (Selector selector : selectors.values()) {
            connections += selector.connections();
        }
        return connections;
    }

    /** Makes new connections at this address go to this worker, unless they do, and says what the kernel shows then. */
    DoorFound steer(DoorAddress door, int worker) throws LinuxException {
        if (worker(door) != worker) {
            send(door, door.workers().get(worker));
        }
        Selector selector = selectors.get(door.address());
        return new DoorFound(door.address().getAddress().getHostAddress(), door.address().getPort(), door.envoy().process().pid(), worker(door),
                selector == null ? 0 : selector.connections(), clock.instant());
    }

    private void send(DoorAddress door, ListeningSocket target) throws LinuxException {
        int socket = door.envoy().borrow(target);
        try {
            Selector selector = selectors.get(door.address());
            if (selector != null && selector.isAttached()) {
                selector.select(socket);
            } else {
                Selector.attach(socket, target.cookie(), "door " + door + " of pod " + pod.name())
                        .ifPresent(attached -> selectors.put(door.address(), attached));
            }
        } finally {
            Linux.close(socket);
        }
        if (worker(door) != door.worker(target.cookie())) {
            door.envoy().forget(); // its descriptor was another socket's by now: the next look reads them all again
        }
    }
}
