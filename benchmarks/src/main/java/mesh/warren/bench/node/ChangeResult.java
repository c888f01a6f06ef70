package mesh.warren.bench.node;

import java.util.List;
import java.util.SortedMap;

/**
 * What changes of one kind cost.
 *
 * @param what            the kind
 * @param pods            that had to hear of it
 * @param services        there were
 * @param changes         one after the other, each when the one before was acknowledged
 * @param toAckMicros     from the agent's first message to Envoy's last ACK, sorted
 * @param fileToAckMicros the same from the moment in which the manifest was replaced, sorted; of this at least 20 ms are the agent's
 *                        wait for the folder to be quiet
 * @param sent            by type, resources sent to Envoy, added, updated or removed, by all changes together
 * @param refused         NACKs
 * @param toEnvoyBytes    on the wire, for one change on average
 * @param toAgentBytes    the way back
 * @param agentCpuMicros  CPU time of the agent for one change on average
 * @param envoyCpuMicros  the shared Envoy's
 */
record ChangeResult(
        String what, int pods, int services, int changes, List<Long> toAckMicros, List<Long> fileToAckMicros,
        SortedMap<String, Integer> sent, int refused, long toEnvoyBytes, long toAgentBytes, long agentCpuMicros, long envoyCpuMicros) {

    /** By the nearest rank. */
    static long percentile(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, (int) Math.ceil(share / 100 * sorted.size()) - 1));
    }
}
