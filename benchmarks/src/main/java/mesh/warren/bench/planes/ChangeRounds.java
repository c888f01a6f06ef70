package mesh.warren.bench.planes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mesh.warren.bench.process.Figures;

/**
 * One endpoint moves in what every node is served, again and again, each time when the change before was acknowledged by all.
 *
 * @param nanos of each, sorted
 * @param cpu   nanoseconds of all these processes for one change on average
 */
record ChangeRounds(List<Long> nanos, long cpu) {

    private static final int WARM_UP = 2;

    static ChangeRounds of(PlaneServer server, PlaneWorld first, int rounds, int pods, String prefix, List<Long> pids)
            throws IOException, InterruptedException {
        PlaneWorld world = first;
        List<Long> nanos = new ArrayList<>();
        long before = 0;
        for (int round = -WARM_UP; round < rounds; round++) {
            before = round == 0 ? cpu(pids) : before;
            world = world.next();
            long told = server.serve(world);
            long last = server.awaitAcks(pods, prefix, "ClusterLoadAssignment");
            if (round >= 0) {
                nanos.add(last - told);
            }
        }
        long used = (cpu(pids) - before) / rounds;
        Collections.sort(nanos);
        return new ChangeRounds(nanos, used);
    }

    static long cpu(List<Long> pids) throws IOException {
        long sum = 0;
        for (long pid : pids) {
            sum += Figures.cpuNanos(pid);
        }
        return sum;
    }
}
