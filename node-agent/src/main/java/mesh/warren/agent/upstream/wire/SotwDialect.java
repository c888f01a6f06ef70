package mesh.warren.agent.upstream.wire;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mesh.warren.model.xds.ResourceType;

/** State of the world: all names in each request, and all clusters and listeners in each response. */
public final class SotwDialect implements Dialect<DiscoveryRequest, DiscoveryResponse> {

    private static final MethodDescriptor<DiscoveryRequest, DiscoveryResponse> METHOD = AdsMethods.stream(
            "StreamAggregatedResources", DiscoveryRequest.getDefaultInstance(), DiscoveryResponse.getDefaultInstance());

    /** The types of which a response has all that there are (xDS protocol, "Grouping Resources into Responses"). */
    private static final Set<String> COMPLETE = Set.of(ResourceType.CLUSTER.typeUrl(), ResourceType.LISTENER.typeUrl());
    private static final String WRAPPER = ResourceType.TYPE_URL_PREFIX + "envoy.service.discovery.v3.Resource";

    @Override
    public MethodDescriptor<DiscoveryRequest, DiscoveryResponse> method() {
        return METHOD;
    }

    @Override
    public DiscoveryRequest request(Question question) {
        DiscoveryRequest.Builder request = DiscoveryRequest.newBuilder()
                .setTypeUrl(question.typeUrl())
                .addAllResourceNames(question.names())
                .setVersionInfo(question.version())
                .setResponseNonce(question.nonce());
        question.node().ifPresent(request::setNode);
        question.error().ifPresent(error -> request.setErrorDetail(DeltaDialect.refusal(error)));
        return request.build();
    }

    @Override
    public Received read(DiscoveryResponse response) {
        List<Received.Sent> resources = new ArrayList<>(response.getResourcesCount());
        response.getResourcesList().forEach(any -> resources.add(sent(any)));
        return new Received(response.getTypeUrl(), response.getNonce(), response.getVersionInfo(), resources, Set.of(),
                COMPLETE.contains(response.getTypeUrl()), response.getSerializedSize());
    }

    private static Received.Sent sent(Any any) {
        if (any.getTypeUrl().equals(WRAPPER)) {
            try {
                Resource resource = Resource.parseFrom(any.getValue());
                return new Received.Sent(resource.getName(), resource.getResource().getTypeUrl(), resource.getResource().getValue(), "");
            } catch (InvalidProtocolBufferException e) {
                return new Received.Sent("", WRAPPER, any.getValue(), "");
            }
        }
        return new Received.Sent(OwnName.of(any.getTypeUrl(), any.getValue()), any.getTypeUrl(), any.getValue(), "");
    }
}
