package mesh.warren.bench.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.bench.wire.AdsRelay;
import mesh.warren.demo.DemoFolder;
import mesh.warren.demo.cluster.DemoService;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.report.Progress;

/** A node of its own on which endpoints move and Services come and go. */
final class NodeChanges {

    private final Cell cell;
    private final Progress progress;
    private Cluster cluster;

    NodeChanges(Cell cell, Progress progress) {
        this.cell = cell;
        this.progress = progress;
    }

    List<ChangeResult> run(int changes) throws IOException, InterruptedException {
        try (BenchNode node = BenchNode.start((folder, name) -> cluster = new Cluster(folder, name, cell.services()))) {
            for (int i = 0; i < cell.pods(); i++) {
                node.keep(Pod.create(node.node(), node.warren(), "tenant-" + i % 5, "pod-" + i));
            }
            AgentStatus status = node.agent().awaitSettled(BenchNode.PATIENCE);
            progress.say("changes: %d pods joined", status.pods().size());
            try (AdsRelay relay = AdsRelay.at(node.files().envoy().resolve("ads.sock"))) {
                DemoFolder.endEnvoy(node.files().envoy()); // the agent starts it again, and it connects through the relay
                awaitStarted(node, status.envoy().pid());
                ChangeBench bench = new ChangeBench(node, relay, cell);
                DemoService moved = cluster.services().get(7 % cell.services());
                DemoService added = new DemoService(cell.services() + cell.services() % 2); // an HTTP one
                List<ChangeResult> all = new ArrayList<>();
                progress.say("changes: endpoints of one Service, %d times", changes);
                all.add(bench.run("the endpoints of one Service", changes, turn -> cluster.moveTo(moved, turn)));
                progress.say("changes: an HTTP Service comes and goes, %d times", changes);
                all.add(bench.run("an HTTP Service comes or goes", changes, turn -> {
                    if (turn % 2 == 0) {
                        cluster.add(added);
                    } else {
                        cluster.remove(added);
                    }
                }));
                return all;
            }
        }
    }

    private static void awaitStarted(BenchNode node, long before) throws IOException {
        long deadline = System.nanoTime() + BenchNode.PATIENCE.toNanos();
        while (node.agent().awaitSettled(BenchNode.PATIENCE).envoy().pid() == before) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Envoy did not come back");
            }
        }
    }
}
