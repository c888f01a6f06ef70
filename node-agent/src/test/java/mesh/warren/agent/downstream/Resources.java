package mesh.warren.agent.downstream;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.List;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceKey;
import mesh.warren.model.xds.ResourceType;

/** Resources for a client that does not look into them. */
final class Resources {

    private Resources() {}

    static PhysicalResource resource(ResourceType type, String name, String content) {
        return PhysicalResource.of(ResourceKey.of(type, name), ByteString.copyFromUtf8(content));
    }

    static PhysicalSnapshot snapshot(PhysicalResource... resources) {
        return PhysicalSnapshot.of(List.of(resources));
    }

    static List<String> names(DeltaDiscoveryResponse response) {
        return response.getResourcesList().stream().map(Resource::getName).toList();
    }

    static String content(DeltaDiscoveryResponse response) {
        return response.getResources(0).getResource().getValue().toStringUtf8();
    }
}
