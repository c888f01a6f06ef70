package mesh.warren.cni.spec;

import java.util.Optional;

/** Error codes: 1 to 99 are the specification's ("Error"), 100 and above are this plugin's. */
public enum ErrorCode {

    /** The CNI version asked for is not supported, or has no such command. */
    INCOMPATIBLE_VERSION(1),
    /** A key of the plugin's configuration is not known. */
    UNSUPPORTED_FIELD(2),
    /** No such container; tells the runtime that it need not call DEL. */
    UNKNOWN_CONTAINER(3),
    /** A {@code CNI_} environment variable is missing or wrong; the message names it. */
    INVALID_ENVIRONMENT(4),
    /** Input or output failed. */
    IO_FAILURE(5),
    /** The configuration is not JSON. */
    DECODING_FAILURE(6),
    /** The configuration is JSON, but not a valid one. */
    INVALID_NETWORK_CONFIG(7),
    /** A passing state, such as an agent that restarts: the runtime should try again later. */
    TRY_AGAIN_LATER(11),
    /** STATUS: ADD cannot be served now. */
    NOT_AVAILABLE(50),
    /** STATUS: ADD cannot be served now, and containers attached earlier may lack connectivity. */
    NOT_AVAILABLE_LIMITED_CONNECTIVITY(51),
    /** The agent failed in a way that it did not foresee; its log has more. */
    AGENT_FAILED(100),
    /** Plugin and agent do not understand each other: their versions differ, or something else answers on the socket. */
    AGENT_PROTOCOL(101),
    /** CHECK: the attachment is not, or not any more, as ADD left it. */
    CHECK_FAILED(102);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /** The number in CNI's JSON. */
    public int number() {
        return number;
    }

    /** The code of that number, if it is one of these. */
    public static Optional<ErrorCode> of(long number) {
        for (ErrorCode code : values()) {
            if (code.number == number) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
