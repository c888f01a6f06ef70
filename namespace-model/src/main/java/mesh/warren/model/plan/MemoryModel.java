package mesh.warren.model.plan;

import java.util.EnumMap;
import java.util.Map;
import mesh.warren.model.xds.ResourceType;

/**
 * Predicts private dirty memory from what a process has to hold: a base, so much for each resource of a type, and so much for each
 * of its bytes. Where the numbers come from, and how far off it was: {@code docs/plan.md}.
 *
 * @param base        bytes of an Envoy without configuration
 * @param perResource bytes for one resource of a type
 * @param perByte     bytes for each serialised byte of a type
 * @param agentBase   bytes of the agent without pods
 * @param agentPerPod bytes of the agent for a pod
 * @param agentPerByte bytes of the agent for each serialised byte of distinct resources
 * @param error       the largest relative error in the calibration
 */
public record MemoryModel(
        long base, Map<ResourceType, Double> perResource, Map<ResourceType, Double> perByte,
        long agentBase, long agentPerPod, double agentPerByte, double error) {

    /** Of Envoy 1.40.0 with two workers and deferred statistics, and of the agent with its AOT cache. */
    public static final MemoryModel CALIBRATED = calibrated();

    private static MemoryModel calibrated() {
        Map<ResourceType, Double> perResource = new EnumMap<>(ResourceType.class);
        perResource.put(ResourceType.SECRET, 8_000.0);
        perResource.put(ResourceType.CLUSTER, 37_900.0);
        perResource.put(ResourceType.CHAIN, 20_500.0);
        perResource.put(ResourceType.LISTENER, 29_000.0);
        Map<ResourceType, Double> perByte = new EnumMap<>(ResourceType.class);
        for (ResourceType type : ResourceType.values()) {
            perByte.put(type, 8.0);
        }
        perByte.put(ResourceType.ENDPOINTS, 91.0);
        perByte.put(ResourceType.ROUTES, 20.0);
        return new MemoryModel(14_480_000, perResource, perByte, 81L << 20, 75 << 10, 8, 0.06);
    }

    public MemoryModel {
        perResource = Map.copyOf(perResource);
        perByte = Map.copyOf(perByte);
    }

    /** Bytes of an Envoy that holds this. */
    public long envoy(Load load) {
        double sum = base;
        for (ResourceType type : ResourceType.values()) {
            sum += perResource.getOrDefault(type, 0.0) * load.count(type) + perByte.getOrDefault(type, 0.0) * load.bytes(type);
        }
        return Math.round(sum);
    }

    /** Bytes of an agent with so many pods, whose distinct resources are these. */
    public long agent(int pods, Load distinct) {
        return Math.round(agentBase + (double) agentPerPod * pods + agentPerByte * distinct.bytes());
    }
}
