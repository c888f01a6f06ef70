package mesh.warren.agent.upstream.wire;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Set;

/**
 * A response, whatever the dialect.
 *
 * @param typeUrl   of the response
 * @param nonce     to be answered with
 * @param version   of the whole response; empty in delta
 * @param resources in the order of the response
 * @param removed   by name, delta only
 * @param allOfType whether what is not in it does not exist any more (clusters and listeners in state-of-the-world)
 * @param bytes     its length on the wire
 */
public record Received(
        String typeUrl, String nonce, String version, List<Sent> resources, Set<String> removed, boolean allOfType, int bytes) {

    /**
     * A resource as it stands in a response.
     *
     * @param name    as the response or the resource itself has it; may be empty
     * @param typeUrl of its {@code Any}; empty for a heartbeat, which has no content
     * @param content the serialised message
     * @param version delta only
     */
    public record Sent(String name, String typeUrl, ByteString content, String version) {}
}
