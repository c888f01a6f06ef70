package mesh.warren.demo.node;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The network of one node. Everything is inside the node's network namespace, so two nodes may use the same ranges.
 *
 * @param name   of the network namespace in /run/netns, and the beginning of its pods' names; at most 60 characters
 * @param ipv4   the pods' range, such as {@code 10.77.0.0/24}
 * @param ipv6   the pods' range, such as {@code fd77::/64}
 * @param bridge the bridge's name in the node, at most 15 characters
 */
public record NodeNetwork(String name, String ipv4, String ipv6, String bridge) {

    /** Ranges for 1,000 pods, and a name that no other node has. */
    public static NodeNetwork random(String prefix) {
        return new NodeNetwork(prefix + "-" + suffix(), "10.77.0.0/22", "fd77::/64", "warren0");
    }

    static String suffix() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36 * 36), 36);
    }
}
