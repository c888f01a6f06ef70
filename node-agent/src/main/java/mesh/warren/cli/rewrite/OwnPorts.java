package mesh.warren.cli.rewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceType;

/**
 * Gives each listener a port of its own, and no hand-off by original destination: the listeners of a virtual Envoy become
 * doors and chains in the agent, and those of two would be in each other's way in one Envoy.
 */
final class OwnPorts {

    private static final int FIRST = 10_000;

    private int next = FIRST;

    PhysicalResource apply(PhysicalResource resource) {
        if (resource.key().type() != ResourceType.LISTENER) {
            return resource;
        }
        try {
            Listener.Builder listener = Listener.parseFrom(resource.content()).toBuilder();
            SocketAddress.Builder address = listener.getAddressBuilder().getSocketAddressBuilder();
            address.setPortValue(next++);
            listener.clearUseOriginalDst().clearAdditionalAddresses();
            ByteString content = listener.build().toByteString();
            return PhysicalResource.of(resource.key(), content);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(resource.key() + " does not parse after rewriting", e);
        }
    }
}
