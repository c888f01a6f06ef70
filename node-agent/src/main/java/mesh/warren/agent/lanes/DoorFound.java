package mesh.warren.agent.lanes;

import java.time.Instant;

/**
 * What the kernel showed of one door at one address.
 *
 * @param address     in the pod
 * @param port        at that address
 * @param envoy       process that new connections go to
 * @param worker      of that process; -1: the kernel's hash chooses
 * @param connections handed out since the program was attached
 * @param at          when
 */
public record DoorFound(String address, int port, long envoy, int worker, long connections, Instant at) {}
