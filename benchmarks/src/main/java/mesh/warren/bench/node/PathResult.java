package mesh.warren.bench.node;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The request path through Warren and through a sidecar, in alternating rounds.
 *
 * @param connections kept open by the client
 * @param seconds     of each run
 * @param rounds      in order; the side that begins changes with each
 */
record PathResult(int connections, int seconds, List<Round> rounds) {

    /** Both sides, one right after the other. */
    record Round(Side warren, Side sidecar) {}

    /**
     * @param wrk      what the client saw
     * @param cpuNanos of the Envoy that the requests went through
     */
    record Side(Wrk wrk, long cpuNanos) {

        double perCpuSecond() {
            return wrk.requests() / (cpuNanos / 1e9);
        }
    }

    /** The median of Warren's figure divided by the sidecar's, over the rounds. */
    double ratio(ToDoubleFunction<Side> figure) {
        double[] ratios = rounds.stream().mapToDouble(r -> figure.applyAsDouble(r.warren()) / figure.applyAsDouble(r.sidecar()))
                .sorted().toArray();
        int middle = ratios.length / 2;
        return ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
    }

    /** The median of a side's figure. */
    double median(boolean warren, ToDoubleFunction<Side> figure) {
        double[] all = rounds.stream().map(r -> warren ? r.warren() : r.sidecar()).mapToDouble(figure).sorted().toArray();
        int middle = all.length / 2;
        return all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
    }
}
