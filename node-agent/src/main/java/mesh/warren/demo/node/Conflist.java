package mesh.warren.demo.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A network configuration list (CNI specification, "Configuration format").
 *
 * @param cniVersion of the list, and so of each plugin's configuration
 * @param name       of the network
 * @param plugins    in the order of ADD
 */
public record Conflist(String cniVersion, String name, List<ObjectNode> plugins) {

    static final JsonMapper JSON = JsonMapper.builder().build();

    public static Conflist read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    public static Conflist parse(String text) throws IOException {
        try {
            JsonNode list = JSON.readTree(text);
            List<ObjectNode> plugins = new ArrayList<>();
            for (JsonNode plugin : list.path("plugins")) {
                plugins.add((ObjectNode) plugin);
            }
            if (!list.path("name").isString() || !list.path("cniVersion").isString() || plugins.isEmpty()) {
                throw new IOException("conflist: want name, cniVersion and at least one plugin");
            }
            return new Conflist(list.path("cniVersion").asString(), list.path("name").asString(), plugins);
        } catch (JacksonException | ClassCastException invalid) {
            throw new IOException("conflist: " + invalid.getMessage(), invalid);
        }
    }

    /**
     * Bridge, host-local and Warren: IPv4 and IPv6, each pod's default route through the node.
     *
     * @param node       its ranges and its folder
     * @param socket     the agent's CNI socket
     * @param cniVersion one that all three plugins speak; Debian 12's reference plugins speak up to 1.0.0
     */
    public static Conflist bridgeAndWarren(Node node, Path socket, String cniVersion) throws IOException {
        NodeNetwork network = node.network();
        return parse("""
                {"cniVersion": "%s", "name": "warren-demo", "plugins": [
                  {"type": "bridge", "bridge": "%s", "isGateway": true,
                   "ipam": {"type": "host-local", "dataDir": "%s", "ranges": [[{"subnet": "%s"}], [{"subnet": "%s"}]],
                            "routes": [{"dst": "0.0.0.0/0"}, {"dst": "::/0"}]}},
                  {"type": "warren", "socket": "%s", "timeoutSeconds": 20}]}
                """.formatted(cniVersion, network.bridge(), node.folder().resolve("ipam"), network.ipv4(), network.ipv6(), socket));
    }

    /** CNI has passed the previous result to DEL since 0.4.0. */
    boolean passesResultToDel() {
        return !cniVersion.startsWith("0.3.");
    }

    /** The text of the list, for other programs. */
    public String text() {
        ObjectNode list = JSON.createObjectNode().put("cniVersion", cniVersion).put("name", name);
        plugins.forEach(list.putArray("plugins")::add);
        return list.toString();
    }
}
