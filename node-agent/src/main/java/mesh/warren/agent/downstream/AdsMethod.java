package mesh.warren.agent.downstream;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.lite.ProtoLiteUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.ServerCalls.BidiStreamingMethod;

/** The one gRPC method that is served; written out because the lite messages come without generated services. */
final class AdsMethod {

    static final MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> DELTA =
            MethodDescriptor.<DeltaDiscoveryRequest, DeltaDiscoveryResponse>newBuilder()
                    .setType(MethodType.BIDI_STREAMING)
                    .setFullMethodName(
                            "envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources")
                    .setRequestMarshaller(ProtoLiteUtils.marshaller(DeltaDiscoveryRequest.getDefaultInstance()))
                    .setResponseMarshaller(ProtoLiteUtils.marshaller(DeltaDiscoveryResponse.getDefaultInstance()))
                    .build();

    private AdsMethod() {}

    static ServerServiceDefinition servedBy(
            BidiStreamingMethod<DeltaDiscoveryRequest, DeltaDiscoveryResponse> handler) {
        return ServerServiceDefinition.builder(MethodDescriptor.extractFullServiceName(DELTA.getFullMethodName()))
                .addMethod(DELTA, ServerCalls.asyncBidiStreamingCall(handler))
                .build();
    }
}
