package mesh.warren.agent.upstream.wire;

import io.grpc.MethodDescriptor;

/** One of the two aggregated gRPC streams. */
public sealed interface Dialect<Q, P> permits DeltaDialect, SotwDialect {

    /** The gRPC method. */
    MethodDescriptor<Q, P> method();

    /** The question as this dialect puts it. */
    Q request(Question question);

    /** The response, made alike. */
    Received read(P response);
}
