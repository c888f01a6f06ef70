package mesh.warren.agent.downstream;

/**
 * One ADS stream of one Envoy.
 *
 * @param number counts streams since the agent's start, from 1
 * @param node   {@code Node.id} of the Envoy; empty until its first request
 */
public record StreamId(long number, String node) {

    @Override
    public String toString() {
        return "stream " + number + " of Envoy '" + node + "'";
    }
}
