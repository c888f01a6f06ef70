package mesh.warren.agent.upstream.wire;

import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.lite.ProtoLiteUtils;

/** The methods of {@code envoy.service.discovery.v3.AggregatedDiscoveryService}; written out because the messages come without generated services. */
final class AdsMethods {

    private static final String SERVICE = "envoy.service.discovery.v3.AggregatedDiscoveryService";

    private AdsMethods() {}

    static <Q extends MessageLite, P extends MessageLite> MethodDescriptor<Q, P> stream(String method, Q request, P response) {
        return MethodDescriptor.<Q, P>newBuilder()
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName(SERVICE + "/" + method)
                .setRequestMarshaller(ProtoLiteUtils.marshaller(request))
                .setResponseMarshaller(ProtoLiteUtils.marshaller(response))
                .build();
    }
}
