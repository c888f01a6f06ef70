package mesh.warren.agent.cluster;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a pod looks names up, as far as its description says (Kubernetes, "DNS for Services and Pods").
 *
 * @param policy      {@code spec.dnsPolicy}
 * @param nameservers {@code spec.dnsConfig.nameservers}: added to the policy's
 * @param searches    {@code spec.dnsConfig.searches}: added to the policy's
 * @param ndots       {@code spec.dnsConfig.options}: in place of the policy's
 */
public record PodDns(Policy policy, List<String> nameservers, List<String> searches, OptionalInt ndots) {

    /** {@code spec.dnsPolicy}. */
    public enum Policy {
        /** The cluster's; what Kubernetes takes when nothing is said. */
        CLUSTER_FIRST,
        /** The node's. */
        DEFAULT,
        /** Only what {@code dnsConfig} says. */
        NONE
    }

    /** The cluster's, nothing added. */
    public static final PodDns CLUSTER = new PodDns(Policy.CLUSTER_FIRST, List.of(), List.of(), OptionalInt.empty());

    public PodDns {
        nameservers = List.copyOf(nameservers);
        searches = List.copyOf(searches);
    }
}
