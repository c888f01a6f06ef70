package mesh.warren.model.capture;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.listen.DoorSettings;

/**
 * What the kernel is to do with one pod's TCP traffic (design section 6). Outbound connections are redirected to the
 * outbound door on the pod's loopback (127.0.0.1 and ::1), inbound ones to the inbound door on the pod's own addresses.
 *
 * @param families     those that the doors serve; TCP of the other family is refused with a reset, since letting it pass would
 *                     go round the doors
 * @param outboundDoor port of the outbound door
 * @param inboundDoor  port of the inbound door
 * @param transparent  whether the inbound door connects to the application from the client's own address
 * @param exclusions   what passes the doors by
 */
public record CapturePlan(Set<Family> families, int outboundDoor, int inboundDoor, boolean transparent, Exclusions exclusions) {

    public static final int OUTBOUND_DOOR = DoorSettings.DEFAULT.outboundPort();
    public static final int INBOUND_DOOR = DoorSettings.DEFAULT.inboundPort();

    /** {@code SO_MARK} of Envoy's upstream sockets: not captured again. */
    public static final int UPSTREAM_MARK = UpstreamBinding.MARK;

    /**
     * {@code SO_MARK} of the sockets with which the inbound door reaches the application: not captured again either. It differs
     * from {@link #UPSTREAM_MARK} because, where the client's address is kept, what carries it is routed to the pod itself.
     */
    public static final int TRANSPARENT_MARK = UpstreamBinding.INBOUND_MARK;

    /** {@code SO_MARK} of upstream sockets whose endpoints are doors: not captured again, but for the pod's own address. */
    public static final int MESH_MARK = UpstreamBinding.MESH_MARK;

    /** The routing table, and the priority of the rule, that bring the application's answers back to Envoy. */
    public static final int TRANSPARENT_TABLE = 1337;

    public CapturePlan {
        if (families.isEmpty()) {
            throw new IllegalArgumentException("capture plan: no address family; leave the pod out instead");
        }
        families = Set.copyOf(EnumSet.copyOf(families));
        PortRange outbound = new PortRange(outboundDoor, outboundDoor);
        PortRange inbound = new PortRange(inboundDoor, inboundDoor);
        if (outbound.equals(inbound)) {
            throw new IllegalArgumentException("capture plan: both doors have port " + outbound + ": they need two");
        }
        for (PortRange range : exclusions.inboundPorts()) {
            if (range.contains(outboundDoor) || range.contains(inboundDoor)) {
                throw new IllegalArgumentException(CaptureAnnotations.EXCLUDE_INBOUND_PORTS + ": " + range
                        + " holds a door's own port (" + outbound + " and " + inbound + "): leave these out");
            }
        }
    }

    /** Both families, the usual doors, the client's address kept. */
    public static CapturePlan of(Set<Family> families, Exclusions exclusions) {
        return new CapturePlan(families, OUTBOUND_DOOR, INBOUND_DOOR, true, exclusions);
    }

    /** The ports of both doors. */
    List<PortRange> doors() {
        return List.of(new PortRange(Math.min(outboundDoor, inboundDoor), Math.min(outboundDoor, inboundDoor)),
                new PortRange(Math.max(outboundDoor, inboundDoor), Math.max(outboundDoor, inboundDoor)));
    }
}
