package mesh.warren.model.confine;

import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.ExtraSourceAddress;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.SocketOption;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.local_address_selectors.filter_state_override.v3.Config;
import mesh.warren.model.xds.Packed;

/**
 * Where the upstream sockets of a cluster are opened: {@code Cluster.upstream_bind_config}.
 *
 * <p>A shared cluster opens each socket in the network namespace stamped on the downstream connection. What has no such
 * connection (health checks, calls of filters) or no stamp leaves from the void, which has no way out: it fails closed
 * (design section 3, "no stamp").
 */
public final class UpstreamBinding {

    /** SO_MARK of each socket that Envoy opens: capture leaves marked packets alone, so nothing is captured twice. */
    public static final int MARK = 1337;

    /**
     * SO_MARK of the sockets with which Envoy reaches the application of a pod behind an inbound door. What carries it is
     * routed to the pod itself, so that answers to a client's address find the socket that Envoy opened from that address.
     */
    public static final int INBOUND_MARK = 1338;

    /**
     * SO_MARK in place of {@link #MARK} where endpoints speak TLS that a door ends. To Envoy the pod's own address is an endpoint like
     * any other; such a connection does not leave the pod, so capture sends it to the pod's inbound door, or it would meet
     * the application, which knows nothing of that TLS.
     */
    public static final int MESH_MARK = 1339;

    private static final int SOL_SOCKET = 1;
    private static final int SO_MARK = 36;
    private static final String ANY_IPV4 = "0.0.0.0";
    private static final String ANY_IPV6 = "::";

    private UpstreamBinding() {}

    /**
     * The binding of every cluster that serves more than one pod.
     *
     * @param voidPath path of the void, as Envoy sees it
     */
    public static BindConfig shared(String voidPath) {
        return shared(voidPath, MARK);
    }

    /**
     * The binding of the clusters behind inbound doors. Envoy sets a cluster's socket options after those of {@code original_src},
     * so a cluster with another mark than this one undoes that filter's mark, and no connection gets through.
     *
     * @param voidPath path of the void, as Envoy sees it
     */
    public static BindConfig inbound(String voidPath) {
        return shared(voidPath, INBOUND_MARK);
    }

    /**
     * The binding of shared clusters whose endpoints are doors.
     *
     * @param voidPath path of the void, as Envoy sees it
     */
    public static BindConfig mesh(String voidPath) {
        return shared(voidPath, MESH_MARK);
    }

    private static BindConfig shared(String voidPath, int mark) {
        return from(voidPath, mark)
                .setLocalAddressSelector(TypedExtensionConfig.newBuilder()
                        .setName("stamp")
                        .setTypedConfig(Packed.any(Config.getDefaultInstance())))
                .build();
    }

    /**
     * The binding of a cluster of one pod: for what is called without a downstream connection.
     *
     * @param pin path of the pod's network namespace, as Envoy sees it
     */
    public static BindConfig ofPod(String pin) {
        return from(pin, MARK).build();
    }

    private static BindConfig.Builder from(String networkNamespace, int mark) {
        return BindConfig.newBuilder()
                .setSourceAddress(source(ANY_IPV4, networkNamespace))
                // Envoy takes the first source of the endpoint's IP version.
                .addExtraSourceAddresses(ExtraSourceAddress.newBuilder().setAddress(source(ANY_IPV6, networkNamespace)))
                .addSocketOptions(SocketOption.newBuilder()
                        .setLevel(SOL_SOCKET)
                        .setName(SO_MARK)
                        .setIntValue(mark)
                        .setState(SocketOption.SocketState.STATE_PREBIND));
    }

    private static SocketAddress source(String any, String networkNamespace) {
        if (networkNamespace.isEmpty()) {
            throw new IllegalArgumentException("the path of the network namespace is empty: Envoy would use its own");
        }
        return SocketAddress.newBuilder()
                .setAddress(any)
                .setPortValue(0)
                .setNetworkNamespaceFilepath(networkNamespace)
                .build();
    }
}
