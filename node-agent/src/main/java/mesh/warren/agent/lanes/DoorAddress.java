package mesh.warren.agent.lanes;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.warren.agent.netns.ListeningSocket;

/**
 * A door at one of its addresses, as one Envoy process has it.
 *
 * @param address in the pod
 * @param envoy   whose sockets they are
 * @param workers by worker: the socket from which it accepts
 */
record DoorAddress(InetSocketAddress address, EnvoySockets envoy, List<ListeningSocket> workers) {

    /** All doors of this Envoy among these sockets, which are in the order in which they began to listen: worker 0 is the first. */
    static List<DoorAddress> of(EnvoySockets envoy, List<ListeningSocket> sockets) {
        Map<InetSocketAddress, List<ListeningSocket>> own = new LinkedHashMap<>();
        sockets.stream().filter(envoy::has).forEach(socket ->
                own.computeIfAbsent(socket.address(), address -> new ArrayList<>()).add(socket));
        return own.entrySet().stream().map(door -> new DoorAddress(door.getKey(), envoy, List.copyOf(door.getValue()))).toList();
    }

    /** The worker that has this socket; -1 when none has. */
    int worker(long cookie) {
        for (int worker = 0; worker < workers.size(); worker++) {
            if (workers.get(worker).cookie() == cookie) {
                return worker;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
