package mesh.warren.agent.podview;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.agent.views.VirtualContent;
import mesh.warren.model.xds.ResourceType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /listeners}, as text or as {@code envoy.admin.v3.Listeners}. */
final class ListenerPage {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ListenerPage() {}

    static Page of(VirtualContent pod, Question question) {
        boolean json = question.value("format").filter("json"::equals).isPresent();
        StringBuilder text = new StringBuilder();
        ObjectNode page = JSON.createObjectNode();
        ArrayNode statuses = page.putArray("listener_statuses");
        for (Listener listener : listeners(pod)) {
            SocketAddress address = listener.getAddress().getSocketAddress();
            text.append(listener.getName()).append("::").append(address.getAddress()).append(':').append(address.getPortValue()).append('\n');
            statuses.addObject().put("name", listener.getName()).putObject("local_address").putObject("socket_address")
                    .put("address", address.getAddress()).put("port_value", address.getPortValue());
        }
        return json ? Page.json(page.toPrettyString() + "\n") : Page.text(text.toString());
    }

    /** Those that can be read; in the order of their names. */
    private static List<Listener> listeners(VirtualContent pod) {
        List<Listener> all = new ArrayList<>();
        for (VirtualContent.Shown shown : pod.resources()) {
            if (shown.key().type() == ResourceType.LISTENER) {
                try {
                    all.add(Listener.parseFrom(shown.content()));
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException(shown.key() + " was accepted and cannot be read", e);
                }
            }
        }
        return all;
    }
}
