package mesh.warren.bench.planes;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.bench.node.BenchNode;
import mesh.warren.bench.node.Settled;
import mesh.warren.bench.process.Figures;
import mesh.warren.demo.DemoFolder;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.report.Progress;

/**
 * Virtual Envoys: pods join one after the other, then agent and Envoy are killed and started again, so that all streams begin
 * at once.
 */
final class WarrenSide {

    static final String TENANT = "fed";
    static final String PREFIX = "pod-";
    private static final Duration LOOK = Duration.ofMillis(100);

    private final BenchNode node;
    private final PlaneServer server;
    private final int pods;
    private final Progress progress;

    WarrenSide(BenchNode node, PlaneServer server, int pods, Progress progress) {
        this.node = node;
        this.server = server;
        this.pods = pods;
        this.progress = progress;
    }

    SideResult run(PlaneWorld world, int rounds) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        for (int i = 0; i < pods; i++) {
            node.keep(Pod.create(node.node(), node.warren(), TENANT, PREFIX + i));
        }
        acknowledged();
        progress.say("%d pods joined one after the other in %.1f s", pods, (System.nanoTime() - begin) / 1e9);

        node.agent().killHard();
        DemoFolder.endEnvoy(node.files().envoy());
        server.forget();
        long start = System.nanoTime();
        node.agent().start();
        acknowledged();
        AgentStatus status = served();
        long nanos = System.nanoTime() - start;
        long agentCpu = Figures.cpuNanos(status.pid());
        long envoyCpu = Figures.cpuNanos(status.envoy().pid());
        progress.say("agent and Envoy killed and started again: all %d pods served after %.1f s", pods, nanos / 1e9);

        ChangeRounds changes = ChangeRounds.of(server, world, rounds, pods, PREFIX, List.of(status.pid(), status.envoy().pid()));
        return new SideResult(pods, nanos, Settled.of(status.envoy().pid()), Settled.of(status.pid()), envoyCpu, agentCpu, changes.nanos(), changes.cpu());
    }

    private void acknowledged() throws IOException, InterruptedException {
        for (String type : PlanesBench.TYPES) {
            server.awaitAcks(pods, PREFIX, type);
        }
    }

    /** The kernel shows every pod's doors, and Envoy has everything. */
    private AgentStatus served() throws IOException {
        long end = System.nanoTime() + BenchNode.PATIENCE.toNanos();
        AgentStatus status = node.agent().awaitSettled(BenchNode.PATIENCE);
        while (!(status.settled() && status.pods().size() == pods
                && status.pods().stream().allMatch(pod -> pod.serving() && pod.stream().equals("connected") && pod.refusals().isEmpty()))) {
            if (System.nanoTime() > end) {
                throw new IOException("not all pods are served: " + status.pods().stream().filter(pod -> !pod.serving()).findFirst() + status.problems());
            }
            LockSupport.parkNanos(LOOK.toNanos());
            status = node.agent().status();
        }
        return status;
    }
}
