package mesh.warren.agent.lanes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import mesh.warren.agent.netns.Linux;
import mesh.warren.agent.netns.LinuxException;

/**
 * A program attached to the sockets of one door at one address, by the kernel's numbers. Nothing of it is kept open here, so it
 * lives exactly as long as a socket of the door does, also over the agent's death: that it is there means that it is attached.
 *
 * @param program number of the program
 * @param counter number of the map that counts connections
 * @param sockets number of the map that holds the socket for new connections
 */
record Selector(int program, int counter, int sockets) {

    private static final String NAME = "warren_lane";
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_REUSEPORT_EBPF = 52;

    /**
     * Attaches a new one, in place of one that may be there, to the door that this socket belongs to, and selects this socket.
     *
     * @param cookie of the socket that is meant; nothing is attached when the descriptor is another socket's
     */
    static Optional<Selector> attach(int socket, long cookie, String door) throws LinuxException {
        int counter = Bpf.createMap(Bpf.ARRAY, NAME);
        try {
            return attach(socket, cookie, door, counter);
        } finally {
            Linux.close(counter);
        }
    }

    private static Optional<Selector> attach(int socket, long cookie, String door, int counter) throws LinuxException {
        int sockets = Bpf.createMap(Bpf.REUSEPORT_SOCKARRAY, NAME);
        try {
            Bpf.update(sockets, socket);
            if (Bpf.lookup(sockets) != cookie) {
                return Optional.empty();
            }
            int program = Bpf.load(SelectProgram.of(counter, sockets), NAME);
            try {
                Linux.setsockopt(socket, SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, program, "SO_ATTACH_REUSEPORT_EBPF of " + door);
                return Optional.of(of(Bpf.info(program)));
            } finally {
                Linux.close(program);
            }
        } finally {
            Linux.close(sockets);
        }
    }

    /** All that are attached on this machine, by the cookie of the socket that they select; those that select none are left out. */
    static Map<Long, Selector> attached() throws LinuxException {
        Map<Long, Selector> found = new HashMap<>();
        for (int id = next(0); id > 0; id = next(id)) {
            int program = opened(id);
            if (program >= 0) {
                try {
                    Bpf.Program info = Bpf.info(program);
                    if (info.type() == Bpf.SK_REUSEPORT && info.name().equals(NAME) && info.maps().length == 2) {
                        Selector selector = of(info);
                        selector.selected().ifPresent(cookie -> found.put(cookie, selector));
                    }
                } finally {
                    Linux.close(program);
                }
            }
        }
        return found;
    }

    /** It is attached to a door that has sockets. */
    boolean isAttached() throws LinuxException {
        int descriptor = opened(program);
        if (descriptor < 0) {
            return false;
        }
        Linux.close(descriptor);
        return true;
    }

    /** New connections go to this socket from now on. The kernel obeys only if it is one of the door's. */
    void select(int socket) throws LinuxException {
        int map = Bpf.map(sockets);
        try {
            Bpf.update(map, socket);
        } finally {
            Linux.close(map);
        }
    }

    /** The cookie of the socket to which new connections go; empty when there is none, and the kernel's hash chooses. */
    OptionalLong selected() throws LinuxException {
        return element(sockets);
    }

    /** How many connections it has handed out since it was attached. */
    long connections() throws LinuxException {
        return element(counter).orElse(0);
    }

    private static OptionalLong element(int id) throws LinuxException {
        int map = unlessGone(() -> Bpf.map(id));
        if (map < 0) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Bpf.lookup(map));
        } catch (LinuxException e) {
            if (e.errno() == Linux.ENOENT) {
                return OptionalLong.empty();
            }
            throw e;
        } finally {
            Linux.close(map);
        }
    }

    private static int opened(int program) throws LinuxException {
        return unlessGone(() -> Bpf.program(program));
    }

    private static int next(int id) throws LinuxException {
        return unlessGone(() -> Bpf.nextProgram(id));
    }

    private static Selector of(Bpf.Program program) {
        return new Selector(program.id(), program.maps()[0], program.maps()[1]);
    }

    private interface ByNumber {
        int open() throws LinuxException;
    }

    /** -1: there is no such number (any more). */
    private static int unlessGone(ByNumber call) throws LinuxException {
        try {
            return call.open();
        } catch (LinuxException e) {
            if (e.errno() == Linux.ENOENT) {
                return -1;
            }
            throw e;
        }
    }
}
