package mesh.warren.demo;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.agent.envoy.ProcessMemory;
import mesh.warren.agent.cluster.ClusterView;
import mesh.warren.agent.manifests.ManifestSource;
import mesh.warren.agent.settings.AgentSettings;
import mesh.warren.agent.settings.ClusterSource;
import mesh.warren.agent.settings.SettingsException;
import mesh.warren.agent.settings.SettingsFile;
import mesh.warren.demo.node.NodeNetwork;
import mesh.warren.demo.report.Progress;
import mesh.warren.demo.report.Table;
import mesh.warren.demo.sidecar.SidecarFleet;
import mesh.warren.model.builtin.BuiltinSettings;

/** Agent and shared Envoy, as they are after the traffic, against a sidecar in each pod, without traffic: which favours the sidecars. */
record MemoryComparison(DemoOptions options, AgentFiles files, NodeNetwork network, DemoPods pods, Progress progress) {

    private static final double MIB = 1 << 20;

    void run(AgentStatus status, int workers) throws IOException, InterruptedException {
        ProcessMemory agent = ProcessMemory.of(status.pid());
        ProcessMemory envoy = ProcessMemory.of(status.envoy().pid());
        progress.say("starting %d sidecars with the same configuration, to compare", pods.pods().size());
        AgentSettings settings = settings();
        BuiltinSettings builtin = new BuiltinSettings(settings.domain(), settings.node(), "", settings.serviceCidrs());
        try (SidecarFleet fleet = new SidecarFleet(options.envoy(), workers, settings.envoy().uid(),
                files.folder().resolve("sidecars"), builtin, cluster(settings), SidecarFleet.BESIDE)) {
            fleet.start(pods.pods());
            List<ProcessMemory> sidecars = fleet.memory();
            Table table = new Table("memory, MiB", "private dirty", "anonymous", "resident");
            row(table, "agent", List.of(agent));
            row(table, "one shared Envoy", List.of(envoy));
            row(table, "Warren: agent + Envoy", List.of(agent, envoy));
            row(table, sidecars.size() + " sidecars", sidecars);
            System.out.println("\n" + table);
            System.out.printf("  Warren's private memory is %.1f %% of the sidecars'.%n%n",
                    100.0 * (agent.privateDirty() + envoy.privateDirty())
                            / sidecars.stream().mapToLong(ProcessMemory::privateDirty).sum());
        }
    }

    private AgentSettings settings() throws IOException {
        try {
            return SettingsFile.load(files.settings());
        } catch (SettingsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static ClusterView cluster(AgentSettings settings) throws IOException {
        CompletableFuture<ClusterView> first = new CompletableFuture<>();
        try (ManifestSource source = ManifestSource.start(((ClusterSource.Manifests) settings.cluster()).folder(), first::complete)) {
            return first.join();
        }
    }

    private static void row(Table table, String what, List<ProcessMemory> processes) {
        table.row(what,
                "%.1f".formatted(processes.stream().mapToLong(ProcessMemory::privateDirty).sum() / MIB),
                "%.1f".formatted(processes.stream().mapToLong(ProcessMemory::anonymous).sum() / MIB),
                "%.1f".formatted(processes.stream().mapToLong(ProcessMemory::resident).sum() / MIB));
    }
}
