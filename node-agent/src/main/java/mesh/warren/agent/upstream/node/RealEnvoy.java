package mesh.warren.agent.upstream.node;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.io.IOException;

/**
 * What the real Envoy says of itself, which is true of every virtual one: user agent, version, client features, extensions.
 *
 * @param node only these fields of it
 */
public record RealEnvoy(Node node) {

    /** Before anything is known of it; for tests. */
    public static final RealEnvoy UNKNOWN = new RealEnvoy(Node.newBuilder().setUserAgentName("envoy").build());

    /**
     * @param serverInfo the JSON of Envoy's admin {@code /server_info}
     * @throws IOException when it is not that
     */
    public static RealEnvoy of(String serverInfo) throws IOException {
        try {
            JsonElement node = JsonParser.parseString(serverInfo).getAsJsonObject().get("node");
            Node.Builder read = Node.newBuilder();
            JsonFormat.parser().ignoringUnknownFields().merge(node == null ? new JsonObject().toString() : node.toString(), read);
            return new RealEnvoy(Node.newBuilder()
                    .setUserAgentName(read.getUserAgentName())
                    .setUserAgentBuildVersion(read.getUserAgentBuildVersion())
                    .addAllExtensions(read.getExtensionsList())
                    .addAllClientFeatures(read.getClientFeaturesList())
                    .build());
        } catch (InvalidProtocolBufferException | JsonParseException | IllegalStateException e) {
            throw new IOException("Envoy's /server_info: " + e.getMessage(), e);
        }
    }
}
