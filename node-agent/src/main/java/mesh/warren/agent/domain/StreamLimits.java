package mesh.warren.agent.domain;

import java.time.Duration;

/**
 * What bounds the streams to one control plane.
 *
 * @param messageBytes  longest message that is taken; a longer one ends the stream
 * @param virtualBytes  most that one virtual Envoy keeps; a response beyond it is refused as a whole
 * @param perConnection most streams on one connection; fewer when the server says so
 * @param keepAlive     how long a connection may be silent before it is asked for a sign of life, and then again for the answer
 * @param backOff       longest wait before a stream is tried again; each wait is random between nothing and its limit, and the
 *                      limit doubles from half a second
 * @param poll          how often a REST server is asked
 */
public record StreamLimits(
        int messageBytes, int virtualBytes, int perConnection, Duration keepAlive, Duration backOff, Duration poll) {

    public static final StreamLimits DEFAULT = new StreamLimits(
            16 << 20, 64 << 20, 100, Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(5));
}
