package mesh.warren.agent.lanes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.warren.model.lanes.LaneLoad;

/** What each worker of an Envoy used and wanted between two looks. Owned by the thread {@code lanes}. */
final class WorkerLoad {

    private final long process;
    private Map<Integer, WorkerThreads.Time> before = new TreeMap<>();
    private long beforeNanos;
    private List<Worker> last = List.of();

    /**
     * One worker, as a share of one processor.
     *
     * @param used   time on a processor
     * @param waited time during which it could have run and waited for one
     * @param wanted what it would have used without waiting
     */
    record Worker(double used, double waited, double wanted) {}

    WorkerLoad(long process) {
        this.process = process;
    }

    /** By worker; empty at the first look, and while Envoy has not started its workers. */
    List<Worker> look() throws IOException {
        Map<Integer, WorkerThreads.Time> now = WorkerThreads.of(process).times();
        long nanos = System.nanoTime();
        List<Worker> workers = new ArrayList<>();
        for (int worker = 0; worker < now.size() && before.size() == now.size(); worker++) {
            double passed = nanos - beforeNanos;
            double used = (now.get(worker).used() - before.get(worker).used()) / passed;
            double waited = (now.get(worker).waited() - before.get(worker).waited()) / passed;
            workers.add(new Worker(used, waited, LaneLoad.wanted(used, waited, 1)));
        }
        before = now;
        beforeNanos = nanos;
        last = List.copyOf(workers);
        return last;
    }

    List<Worker> last() {
        return last;
    }
}
