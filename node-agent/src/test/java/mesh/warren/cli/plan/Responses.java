package mesh.warren.cli.plan;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import mesh.warren.model.plan.Sent;
import mesh.warren.model.plan.Sidecar;
import mesh.warren.model.xds.ResourceType;

/** Sidecars as folders of binary discovery responses. */
final class Responses {

    private Responses() {}

    /** The folder of this sidecar, with a file for each type. */
    static Path write(Path parent, Sidecar sidecar) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(sidecar.name()));
        Map<String, DiscoveryResponse.Builder> byType = new LinkedHashMap<>();
        for (Sent sent : sidecar.resources()) {
            byType.computeIfAbsent(sent.typeUrl(), url -> DiscoveryResponse.newBuilder().setVersionInfo("1").setTypeUrl(url))
                    .addResources(Any.newBuilder().setTypeUrl(sent.typeUrl()).setValue(ByteString.copyFrom(sent.bytes())));
        }
        for (DiscoveryResponse.Builder response : byType.values()) {
            String type = response.getTypeUrl().substring(response.getTypeUrl().lastIndexOf('.') + 1);
            Files.write(folder.resolve(type + ".pb"), response.build().toByteArray());
        }
        return folder;
    }

    /** One more cluster, with a name that no tenant may have. */
    static void refuse(Path sidecar) throws IOException {
        Cluster cluster = Cluster.newBuilder().setName("other^pod").build();
        Files.write(sidecar.resolve("refused.pb"), DiscoveryResponse.newBuilder().setTypeUrl(ResourceType.CLUSTER.typeUrl())
                .addResources(Any.newBuilder().setTypeUrl(ResourceType.CLUSTER.typeUrl()).setValue(cluster.toByteString()))
                .build().toByteArray());
    }
}
