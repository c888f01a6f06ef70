package mesh.warren.model.plan;

/**
 * Private memory in bytes, for a node and for a cluster of equal ones.
 *
 * @param pods     of a node
 * @param nodes    of the cluster
 * @param sidecar  one sidecar, on average
 * @param envoy    the shared Envoy of a node
 * @param agent    the agent of a node
 * @param error    relative error of a prediction; 0 where all was measured
 * @param measured how many sidecars were measured; 0 for a prediction
 */
public record Memory(int pods, int nodes, long sidecar, long envoy, long agent, double error, int measured) {

    /**
     * The prediction.
     *
     * @param pods of a node: the sidecars of the plan are taken as a sample of them
     */
    public static Memory predicted(MemoryModel model, Plan plan, int pods, int nodes) {
        Plan.Loads loads = plan.memory();
        long sidecars = loads.sidecars().stream().mapToLong(model::envoy).sum();
        Load physical = loads.shared().plus((double) pods / plan.sidecars(), loads.own());
        return new Memory(pods, nodes, sidecars / plan.sidecars(), model.envoy(physical), model.agent(pods, physical), model.error(), 0);
    }

    /** This prediction, corrected by what another prediction missed of a measurement. */
    public Memory corrected(Memory predicted, Memory measured) {
        return new Memory(pods, nodes, scaled(sidecar, predicted.sidecar, measured.sidecar),
                scaled(envoy, predicted.envoy, measured.envoy), scaled(agent, predicted.agent, measured.agent), error, measured.measured);
    }

    private static long scaled(long value, long predicted, long measured) {
        return predicted == 0 ? value : Math.round((double) value * measured / predicted);
    }

    /** All sidecars of a node. */
    public long sidecars() {
        return sidecar * pods;
    }

    /** Agent and Envoy of a node. */
    public long warren() {
        return envoy + agent;
    }
}
