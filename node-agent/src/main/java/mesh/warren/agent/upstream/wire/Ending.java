package mesh.warren.agent.upstream.wire;

/**
 * Why a link ended.
 *
 * @param kind    what to do about it
 * @param message for people
 */
public record Ending(Kind kind, String message) {

    /** What to do about it. */
    public enum Kind {
        /** Try again later. */
        FAILED,
        /** The server does not have this dialect. */
        UNIMPLEMENTED,
        /** The connection carries no further stream: use another one. */
        CONNECTION_FULL
    }
}
