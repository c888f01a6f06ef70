package mesh.warren.bench.node;

import java.util.SortedMap;
import mesh.warren.bench.process.Figures;

/**
 * What one cell gave.
 *
 * @param pods             that joined
 * @param services         that they know, half HTTP, half TCP
 * @param idle             before any request
 * @param warm             after each pod has called 100 Services, or all of them when there are fewer; null without Services
 * @param startMillis      agent and Envoy, from nothing to everything acknowledged, without pods
 * @param furtherPodBytes  private bytes that a pod cost on average, of the last fifth of the pods; null for small cells
 * @param sidecarsMeasured so many sidecars were started; the figures of {@code sidecars} are scaled from them
 * @param sidecarMillis    start of a sidecar until it has its configuration, on average
 * @param problems         what the agent said of itself; empty when all was well
 */
record CellResult(
        int pods, int services, Sides idle, Sides warm, long startMillis, Further furtherPodBytes, int sidecarsMeasured,
        long sidecarMillis, SortedMap<String, Long> agentParts, SortedMap<String, Long> envoyParts, String problems) {

    /** Both ways, at one moment. */
    record Sides(Figures agent, Figures envoy, Figures sidecars) {

        Figures warren() {
            return agent.and(envoy);
        }
    }

    /** What a pod more costs. */
    record Further(int pods, long agent, long envoy) {}
}
