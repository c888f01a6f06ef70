package mesh.warren.agent.upstream.wire;

import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Incremental: what is new, and what is gone. */
public final class DeltaDialect implements Dialect<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {

    /** {@code google.rpc.Code}: what Envoy says too. */
    private static final int INVALID_ARGUMENT = 3;
    private static final MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> METHOD = AdsMethods.stream(
            "DeltaAggregatedResources", DeltaDiscoveryRequest.getDefaultInstance(), DeltaDiscoveryResponse.getDefaultInstance());

    @Override
    public MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> method() {
        return METHOD;
    }

    @Override
    public DeltaDiscoveryRequest request(Question question) {
        DeltaDiscoveryRequest.Builder request = DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(question.typeUrl())
                .addAllResourceNamesSubscribe(question.added())
                .addAllResourceNamesUnsubscribe(question.gone())
                .putAllInitialResourceVersions(question.initialVersions());
        question.node().ifPresent(request::setNode);
        if (question.answers()) {
            request.setResponseNonce(question.nonce());
        }
        question.error().ifPresent(error -> request.setErrorDetail(refusal(error)));
        return request.build();
    }

    static Status refusal(String error) {
        return Status.newBuilder().setCode(INVALID_ARGUMENT).setMessage(error).build();
    }

    @Override
    public Received read(DeltaDiscoveryResponse response) {
        List<Received.Sent> resources = new ArrayList<>(response.getResourcesCount());
        for (Resource resource : response.getResourcesList()) {
            resources.add(new Received.Sent(resource.getName(), resource.getResource().getTypeUrl(),
                    resource.getResource().getValue(), resource.getVersion()));
        }
        return new Received(response.getTypeUrl(), response.getNonce(), "", resources,
                new HashSet<>(response.getRemovedResourcesList()), false, response.getSerializedSize());
    }
}
