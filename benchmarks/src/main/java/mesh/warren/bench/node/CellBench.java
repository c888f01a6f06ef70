package mesh.warren.bench.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.bench.process.Figures;
import mesh.warren.bench.process.Parts;
import mesh.warren.demo.cluster.DemoService;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.report.Progress;

/** Measures one cell on a node of its own. */
final class CellBench {

    private static final int CALLED = 100;
    private static final int TENANTS = 5;
    private static final int SMALL = 50;

    private final Cell cell;
    private final Path envoy;
    private final int mostSidecars;
    private final Progress progress;
    private final List<Pod> pods = new ArrayList<>();
    private Cluster cluster;

    CellBench(Cell cell, Path envoy, int mostSidecars, Progress progress) {
        this.cell = cell;
        this.envoy = envoy;
        this.mostSidecars = mostSidecars;
        this.progress = progress;
    }

    CellResult run() throws IOException, InterruptedException {
        try (BenchNode node = BenchNode.start((folder, name) -> cluster = new Cluster(folder, name, cell.services()))) {
            progress.say("%s: agent and Envoy serve after %d ms", cell.name(), node.started().toMillis());
            if (cell.services() > 0) {
                cluster.serve(List.of(FixedServer.start(node, envoy, "server-1"), FixedServer.start(node, envoy, "server-2"),
                        FixedServer.start(node, envoy, "server-3")), CALLED);
            }
            join(node, cell.pods() - lastFifth());
            AgentStatus some = node.agent().awaitSettled(BenchNode.PATIENCE);
            Figures agentSome = lastFifth() == 0 ? null : Settled.of(some.pid());
            Figures envoySome = lastFifth() == 0 ? null : Settled.of(some.envoy().pid());
            join(node, lastFifth());
            AgentStatus all = node.agent().awaitSettled(BenchNode.PATIENCE);
            Figures agent = Settled.of(all.pid());
            Figures shared = Settled.of(all.envoy().pid());
            CellResult.Further further = lastFifth() == 0 ? null : new CellResult.Further(lastFifth(),
                    (agent.privateDirty() - agentSome.privateDirty()) / lastFifth(),
                    (shared.privateDirty() - envoySome.privateDirty()) / lastFifth());
            SortedMap<String, Long> agentParts = Parts.of(all.pid());
            SortedMap<String, Long> envoyParts = Parts.of(all.envoy().pid());
            progress.say("%s: %.1f MiB private, %.1f of it the agent", cell.name(),
                    agent.and(shared).privateDirty() / 1048576.0, agent.privateDirty() / 1048576.0);

            int measured = Math.min(mostSidecars, cell.pods());
            try (SidecarSample sidecars = SidecarSample.start(node, envoy, measured)) {
                CellResult.Sides idle = new CellResult.Sides(agent, shared, sidecars.figures().scaledTo(cell.pods()));
                CellResult.Sides warm = cell.services() == 0 ? null : warm(all, sidecars);
                return new CellResult(cell.pods(), cell.services(), idle, warm, node.started().toMillis(), further, measured,
                        sidecars.startMillis(), agentParts, envoyParts, String.join("; ", node.agent().status().problems()));
            }
        }
    }

    /** The last pods, of which the cost of each is measured. */
    private int lastFifth() {
        return cell.pods() < SMALL ? 0 : cell.pods() / 5;
    }

    private void join(BenchNode node, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Pod pod = Pod.create(node.node(), node.warren(), "tenant-" + pods.size() % TENANTS, "pod-" + pods.size());
            node.keep(pod);
            pods.add(pod);
            if (pods.size() % SMALL == 0) {
                progress.say("%s: %d pods joined", cell.name(), pods.size());
            }
        }
    }

    private CellResult.Sides warm(AgentStatus status, SidecarSample sidecars) throws IOException {
        List<DemoService> called = cluster.services().subList(0, Math.min(CALLED, cell.services()));
        for (Pod pod : pods) {
            Traffic.call(pod.netns(), called);
        }
        for (Pod pod : sidecars.pods()) {
            Traffic.call(pod.netns(), called);
        }
        Figures agent = Settled.of(status.pid());
        Figures shared = Settled.of(status.envoy().pid());
        return new CellResult.Sides(agent, shared, sidecars.figures().scaledTo(cell.pods()));
    }
}
