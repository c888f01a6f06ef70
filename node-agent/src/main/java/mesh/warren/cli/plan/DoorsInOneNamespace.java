package mesh.warren.cli.plan;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceType;

/** Puts the doors of all pods into Envoy's own network namespace, each on a port of its own: here are no pods. Not thread-safe. */
public final class DoorsInOneNamespace {

    private static final String OWN = "/proc/self/ns/net";
    private static final int FIRST = 10_000;

    private int next = FIRST;

    /** A door with another address; any other resource as it is. */
    public PhysicalResource move(PhysicalResource resource) {
        if (resource.key().type() != ResourceType.LISTENER) {
            return resource;
        }
        try {
            Listener.Builder listener = Listener.parseFrom(resource.content()).toBuilder();
            SocketAddress.Builder address = listener.getAddressBuilder().getSocketAddressBuilder();
            address.setPortValue(next++).setNetworkNamespaceFilepath(OWN);
            return PhysicalResource.of(resource.key(), listener.clearAdditionalAddresses().build().toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(resource.key() + " does not parse", e);
        }
    }
}
