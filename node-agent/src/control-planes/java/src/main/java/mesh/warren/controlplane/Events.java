package mesh.warren.controlplane;

import com.google.gson.JsonObject;
import com.google.rpc.Status;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Prints what sidecars ask, answer and end, for the tests to read. */
final class Events implements DiscoveryServerCallbacks {

    private final Map<Long, String> nodes = new ConcurrentHashMap<>();

    @Override
    public void onV3StreamRequest(long stream, DiscoveryRequest request) {
        heard(stream, request.getNode().getId(), request.getTypeUrl(), request.getResponseNonce(),
                request.hasErrorDetail() ? request.getErrorDetail() : null);
    }

    @Override
    public void onV3StreamDeltaRequest(long stream, DeltaDiscoveryRequest request) {
        heard(stream, request.getNode().getId(), request.getTypeUrl(), request.getResponseNonce(),
                request.hasErrorDetail() ? request.getErrorDetail() : null);
    }

    @Override
    public void onStreamClose(long stream, String type) {
        print("closed", nodes.getOrDefault(stream, ""), "", "");
    }

    @Override
    public void onStreamCloseWithError(long stream, String type, Throwable error) {
        onStreamClose(stream, type);
    }

    private void heard(long stream, String node, String type, String nonce, Status refusal) {
        nodes.put(stream, node);
        if (refusal != null) {
            print("nack", node, type, refusal.getMessage());
        } else {
            print(nonce.isEmpty() ? "ask" : "ack", node, type, "");
        }
    }

    static void print(String event, String node, String type, String text) {
        JsonObject line = new JsonObject();
        line.addProperty("event", event);
        line.addProperty("node", node);
        line.addProperty("type", type);
        line.addProperty("text", text);
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
