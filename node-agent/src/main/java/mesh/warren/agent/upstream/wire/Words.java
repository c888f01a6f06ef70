package mesh.warren.agent.upstream.wire;

import io.grpc.Status;

/** What a gRPC status says, for people. */
final class Words {

    private Words() {}

    static String of(Status status) {
        StringBuilder words = new StringBuilder(status.getCode().toString());
        if (status.getDescription() != null) {
            words.append(": ").append(status.getDescription());
        }
        Throwable cause = status.getCause();
        for (int depth = 0; cause != null && depth < 3; depth++, cause = cause.getCause()) {
            if (cause.getMessage() != null && words.indexOf(cause.getMessage()) < 0) {
                words.append(": ").append(cause.getMessage());
            }
        }
        return words.toString();
    }
}
