package mesh.warren.agent.downstream;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import mesh.warren.model.snapshot.Push;

/** What a push is on the wire. Pure, on any thread. */
public final class DeltaResponses {

    private DeltaResponses() {}

    /** The response; the bytes of its resources are not copied. */
    public static DeltaDiscoveryResponse of(Push push) {
        DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(push.type().typeUrl())
                .setNonce(Long.toString(push.nonce()))
                .setSystemVersionInfo(Long.toString(push.nonce()));
        push.resources().forEach(r -> response.addResources(Resource.newBuilder()
                .setName(r.key().name().value())
                .setVersion(r.version().value())
                .setResource(Any.newBuilder().setTypeUrl(push.type().typeUrl()).setValue(r.content()))));
        push.removed().forEach(key -> response.addRemovedResources(key.name().value()));
        return response.build();
    }
}
