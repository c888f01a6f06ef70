package mesh.warren.model.listen;

/** What the application sees as the address of who calls it through the inbound door. */
public enum ClientAddress {
    /** The pod's own: needs nothing of the kernel. */
    HIDDEN,
    /**
     * The client's, by Envoy's {@code original_src} listener filter. Needs policy routing in the pod's network namespace for
     * packets with {@link DoorSettings#CLIENT_ADDRESS_MARK}, or no connection gets through.
     */
    KEPT
}
