package mesh.warren.model.quota;

import java.util.ArrayList;
import java.util.List;

/**
 * How large one virtual Envoy's configuration may be, and how often it may change.
 *
 * @param resources        of all types together
 * @param bytes            of all resources together, after rewriting
 * @param clusters         of them clusters
 * @param chains           of them filter chains
 * @param references       from one resource to another
 * @param updatesPerSecond discovery responses that are worked on; more wait, and only this virtual Envoy's
 */
public record ConfigLimits(int resources, long bytes, int clusters, int chains, int references, int updatesPerSecond) {

    /** A mesh of 5,000 Services with everything visible to everybody fits in. */
    public static final ConfigLimits DEFAULT = new ConfigLimits(50_000, 64L << 20, 10_000, 2_000, 200_000, 20);

    /** What of it is exceeded, one line for each, with the remedy; empty when nothing is. */
    public List<String> exceeded(Usage usage) {
        List<String> exceeded = new ArrayList<>();
        check(exceeded, "resources", usage.resources(), resources);
        check(exceeded, "bytes", usage.bytes(), bytes);
        check(exceeded, "clusters", usage.clusters(), clusters);
        check(exceeded, "chains", usage.chains(), chains);
        check(exceeded, "references", usage.references(), references);
        return exceeded;
    }

    private static void check(List<String> exceeded, String what, long is, long limit) {
        if (is > limit) {
            exceeded.add("limit " + what + ": " + is + ", more than " + limit
                    + "; send this pod less (only what it calls), or have the cluster admin raise limits." + what);
        }
    }
}
