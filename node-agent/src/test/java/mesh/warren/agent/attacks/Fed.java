package mesh.warren.agent.attacks;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mesh.warren.agent.upstream.ScriptedControlPlane;
import mesh.warren.agent.upstream.ServerStream;
import mesh.warren.agent.views.Sent;
import mesh.warren.agent.whole.WholePod;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceType;

/** A pod with a control plane that first makes a good sidecar of it, and then sends what a test says. */
final class Fed {

    private final WholePod pod;
    private final String nodeId;
    private final ServerStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> stream;
    private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
    private final AtomicLong nonces = new AtomicLong();

    private Fed(Arena arena, ScriptedControlPlane plane, String tenant, String name) throws Exception {
        CompletableFuture<WholePod> adding = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                adding.complete(arena.node().pod(tenant, name, arena.node().chain(20)));
            } catch (Exception e) {
                adding.completeExceptionally(e);
            }
        });
        // Pods of earlier attacks come back on new streams; those are left without an answer.
        ServerStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> next;
        String id;
        do {
            next = plane.next();
            id = next.request().getNode().getId();
        } while (!id.equals(name + "." + tenant));
        stream = next;
        nodeId = id;
        Thread.ofPlatform().daemon().start(this::read);
        push(ResourceType.CLUSTER, Map.of("web", Packed.any(Sent.eds("web", 1))));
        push(ResourceType.LISTENER, Map.of("outbound", Packed.any(Sent.outbound("routes")), "inbound", Packed.any(Sent.inbound("web"))));
        pod = adding.get(30, TimeUnit.SECONDS);
    }

    static Fed join(Arena arena, ScriptedControlPlane plane, String tenant, String name) throws Exception {
        return new Fed(arena, plane, tenant, name);
    }

    WholePod pod() {
        return pod;
    }

    /** As the agent introduced it. */
    String nodeId() {
        return nodeId;
    }

    private void read() {
        try {
            while (true) {
                DeltaDiscoveryRequest request = stream.awaitRequest();
                if (!request.getResponseNonce().isEmpty()) {
                    answers.computeIfAbsent(request.getResponseNonce(), _ -> new CompletableFuture<>())
                            .complete(request.hasErrorDetail() ? request.getErrorDetail().getMessage() : "");
                }
                if (request.getResourceNamesSubscribeList().contains("routes")) {
                    push(ResourceType.ROUTES, Map.of("routes", Packed.any(Sent.routes("routes", "web"))));
                }
                if (request.getTypeUrl().equals(ResourceType.ENDPOINTS.typeUrl()) && request.getResourceNamesSubscribeList().contains("web")) {
                    push(ResourceType.ENDPOINTS, Map.of("web", Packed.any(Sent.endpoints("web", "10.0.0.1"))));
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends these, and answers with the nonce. */
    String push(ResourceType type, Map<String, Any> resources) {
        String nonce = Long.toString(nonces.incrementAndGet());
        DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder().setTypeUrl(type.typeUrl()).setNonce(nonce);
        resources.forEach((name, any) -> response.addResources(Resource.newBuilder().setName(name).setVersion("v" + nonce).setResource(any)));
        answers.computeIfAbsent(nonce, _ -> new CompletableFuture<>());
        stream.send(response.build());
        return nonce;
    }

    /** What the agent said to it: empty when it is an ACK. */
    String answer(String nonce) throws Exception {
        return answers.computeIfAbsent(nonce, _ -> new CompletableFuture<>()).get(30, TimeUnit.SECONDS);
    }

    boolean answered(String nonce) {
        return answers.get(nonce).isDone();
    }

    void awaitEnd() throws InterruptedException {
        stream.awaitCancelled();
    }
}
