package mesh.warren.bench.planes;

import java.util.List;
import mesh.warren.bench.process.Figures;

/**
 * What one way of serving pods gave.
 *
 * @param pods         served
 * @param servedNanos  from the start of all processes until every pod is served and every type acknowledged for every pod
 * @param proxies      the shared Envoy, or all sidecars together
 * @param agent        the agent; null: there is none
 * @param proxyCpu     nanoseconds until then, of all proxies together
 * @param agentCpu     of the agent
 * @param changes      from telling the server of a change until it has heard the last pod's ACK, nanoseconds, sorted
 * @param changeCpu    nanoseconds of CPU for one change on average, agent and proxies together
 */
record SideResult(int pods, long servedNanos, Figures proxies, Figures agent, long proxyCpu, long agentCpu, List<Long> changes, long changeCpu) {

    long privateBytes() {
        return proxies.privateDirty() + (agent == null ? 0 : agent.privateDirty());
    }

    /** Milliseconds, by the nearest rank. */
    double change(double share) {
        return changes.get(Math.max(0, (int) Math.ceil(share / 100 * changes.size()) - 1)) / 1e6;
    }
}
