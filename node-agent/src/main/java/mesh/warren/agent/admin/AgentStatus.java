package mesh.warren.agent.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The agent, its Envoy and its pods at one moment.
 *
 * @param node      the node's name
 * @param pid       the agent's process
 * @param envoy     its Envoy
 * @param settled   everything that is wanted is what Envoy has acknowledged
 * @param resources by type: what the shared Envoy is given
 * @param sharing   by type: what the pods' virtual Envoys have, and in how many share classes
 * @param pods      those that joined, by name
 * @param problems  what an admin should look at: broken manifests, refusals, NACKs; empty when all is well
 */
public record AgentStatus(String node, long pid, Envoy envoy, boolean settled, Map<String, Amount> resources,
        Map<String, Sharing> sharing, List<Pod> pods, List<String> problems) {

    /**
     * @param pid       its process; 0 while none runs
     * @param connected it has an ADS stream to the agent
     * @param starts    how often this agent started it; 0 when it was found running
     */
    public record Envoy(long pid, boolean connected, int starts) {}

    /**
     * @param count how many physical resources
     * @param bytes of their content
     */
    public record Amount(int count, long bytes) {}

    /**
     * @param classes how many share classes: physical resources
     * @param members how many virtual resources they are, of all pods together
     * @param bytes   of the physical resources
     */
    public record Sharing(int classes, long members, long bytes) {

        /** Both together. */
        public Sharing and(Sharing other) {
            return new Sharing(classes + other.classes, members + other.members, bytes + other.bytes);
        }
    }

    /**
     * @param name       tenant/name
     * @param uid        as Kubernetes or the container id says
     * @param addresses  its own
     * @param serving    the kernel shows its doors listening
     * @param capture    "intact", or how the kernel's rules differ from the wanted ones
     * @param verifiedAt when doors and capture were last observed; null when not yet
     * @param source     what feeds it: "built-in", or the domain of its control plane
     * @param stream     "connected", or why its stream to the control plane is not; empty for the built-in
     * @param refusals   what of its configuration is not in use, with object, field, value and remedy
     */
    public record Pod(String name, String uid, List<String> addresses, boolean serving, String capture, Instant verifiedAt,
            String source, String stream, List<String> refusals) {

        /** Of the built-in virtual Envoy. */
        public Pod(String name, String uid, List<String> addresses, boolean serving, String capture, Instant verifiedAt) {
            this(name, uid, addresses, serving, capture, verifiedAt, "built-in", "", List.of());
        }
    }
}
