package mesh.warren.bench.wire;

import java.util.List;

/**
 * One discovery message that went by.
 *
 * @param nanos     when, by {@link System#nanoTime}
 * @param toEnvoy   a response; otherwise a request
 * @param type      the message's name, without its package
 * @param resources names added or updated; of a request, none
 * @param removed   names removed
 * @param nonce     of the response, or of the one that the request answers; empty for a new subscription
 * @param refused   the request is a NACK
 * @param bytes     of the message, without framing
 */
public record Seen(
        long nanos, boolean toEnvoy, String type, List<String> resources, List<String> removed, String nonce, boolean refused, int bytes) {}
