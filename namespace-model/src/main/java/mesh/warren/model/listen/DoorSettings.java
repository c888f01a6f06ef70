package mesh.warren.model.listen;

import java.util.List;
import mesh.warren.model.confine.UpstreamBinding;

/**
 * What all doors of a node have in common.
 *
 * @param outboundPort where capture redirects what a pod sends
 * @param inboundPort  where capture redirects what a pod receives
 * @param bufferBytes  Envoy's soft limit on what it buffers for one connection, in each direction
 * @param chains       where the chains of doors are
 */
public record DoorSettings(int outboundPort, int inboundPort, int bufferBytes, ChainPlacement chains) {

    /** Mark of the upstream sockets of {@link ClientAddress#KEPT}; the kernel's policy routing sends the answers to Envoy. */
    public static final int CLIENT_ADDRESS_MARK = UpstreamBinding.INBOUND_MARK;

    /** Ports as istio has them, known to people and to tools; a quarter of Envoy's own default of 1 MiB of buffer. */
    public static final DoorSettings DEFAULT = new DoorSettings(15001, 15006, 256 * 1024);

    public DoorSettings {
        requirePort("outboundPort", outboundPort);
        requirePort("inboundPort", inboundPort);
        if (outboundPort == inboundPort) {
            throw new IllegalArgumentException("door ports: outbound and inbound are both " + outboundPort + "; want two ports");
        }
        if (bufferBytes < 4096) {
            throw new IllegalArgumentException("door bufferBytes " + bufferBytes + ": want 4096 at least");
        }
    }

    /** With shared chains. */
    public DoorSettings(int outboundPort, int inboundPort, int bufferBytes) {
        this(outboundPort, inboundPort, bufferBytes, ChainPlacement.SHARED);
    }

    /** The same with chains in this place. */
    public DoorSettings with(ChainPlacement placement) {
        return new DoorSettings(outboundPort, inboundPort, bufferBytes, placement);
    }

    /** The ports that no connection may have as its original destination on the pod itself. */
    public List<Integer> ports() {
        return List.of(outboundPort, inboundPort);
    }

    private static void requirePort(String field, int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("door " + field + " " + port + ": want 1 to 65535");
        }
    }
}
