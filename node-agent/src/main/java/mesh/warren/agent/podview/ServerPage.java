package mesh.warren.agent.podview;

import java.io.IOException;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.agent.views.VirtualContent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code /server_info} and {@code /ready}: the version and age of the shared Envoy, with the pod's own identity. */
final class ServerPage {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ServerPage() {}

    static Page info(VirtualContent pod, AdminClient envoy) throws IOException {
        JsonNode real = JSON.readTree(envoy.serverInfo());
        ObjectNode info = JSON.createObjectNode();
        info.set("version", real.path("version"));
        info.put("state", pod.ready() ? "LIVE" : "PRE_INITIALIZING");
        info.put("hot_restart_version", "disabled");
        info.set("uptime_current_epoch", real.path("uptime_current_epoch"));
        info.set("uptime_all_epochs", real.path("uptime_all_epochs"));
        info.putObject("node").put("id", pod.nodeId()).put("cluster", pod.cluster());
        return Page.json(info.toPrettyString() + "\n");
    }

    static Page ready(VirtualContent pod, AdminClient envoy) {
        boolean ready = pod.ready() && envoy.ready();
        return ready ? Page.text("LIVE\n") : new Page(503, "text/plain; charset=UTF-8", "PRE_INITIALIZING\n");
    }
}
