package mesh.warren.bench.planes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mesh.warren.bench.node.BenchNode;
import mesh.warren.demo.DemoFolder;
import mesh.warren.demo.report.Progress;
import mesh.warren.demo.report.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code warren bench planes}: many virtual Envoys on one go-control-plane, beside plain Envoys on the same one. */
@Command(name = "planes", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Measures many virtual Envoys on one go-control-plane server, and then plain Envoys on the same server: time until all are served,",
    "CPU, memory, and the time that a change takes to the last ACK. Needs root. Changes nothing of the machine's own network."})
public final class PlanesBench implements Callable<Integer> {

    /** Ends of the names of the types that each node has to acknowledge. */
    static final List<String> TYPES = List.of("Cluster", "ClusterLoadAssignment", "Listener", "RouteConfiguration");

    @Option(names = "--pods", paramLabel = "N", defaultValue = "250", description = "Virtual Envoys (default: ${DEFAULT-VALUE}).")
    private int pods;

    @Option(names = "--services", paramLabel = "N", defaultValue = "1000", description = "HTTP services that each knows (default: ${DEFAULT-VALUE}).")
    private int services;

    @Option(names = "--plain", paramLabel = "N", defaultValue = "20", description = "Plain Envoys (default: ${DEFAULT-VALUE}).")
    private int plain;

    @Option(names = "--changes", paramLabel = "N", defaultValue = "20", description = "Changes pushed to all (default: ${DEFAULT-VALUE}).")
    private int changes;

    @Option(names = "--quick", description = "10 pods, 50 services, 2 plain Envoys, 3 changes: shows that everything works; its figures say little.")
    private boolean quick;

    private final Progress progress = new Progress(System.err);

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (quick) {
            pods = 10;
            services = 50;
            plain = 2;
            changes = 3;
        }
        PlaneWorld world = new PlaneWorld(services, 0);
        Path folder = Files.createTempDirectory("warren-planes");
        try (PlaneServer server = PlaneServer.start(folder, Stream.concat(
                PlaneServer.names(WarrenSide.PREFIX, "." + WarrenSide.TENANT, pods).stream(),
                PlaneServer.names(PlainSide.PREFIX, "", plain).stream()).toList(), world);
                BenchNode node = BenchNode.start((_, _) -> {}, """
                        controlPlanes: [{name: own, address: "unix:%s", protocol: delta}]
                        domains: [{namespaces: [%s], controlPlane: own}]
                        """.formatted(server.socket(), WarrenSide.TENANT))) {
            SideResult warren = new WarrenSide(node, server, pods, progress).run(world, changes);
            node.agent().close();
            DemoFolder.endEnvoy(node.files().envoy());
            SideResult sidecars = new PlainSide(node, server, folder, plain).run(world, changes);
            print(warren, sidecars);
            return server.refusals().isEmpty() ? 0 : 3;
        } finally {
            DemoFolder.delete(folder);
        }
    }

    private void print(SideResult warren, SideResult sidecars) throws IOException {
        Table table = new Table(services + " services", "Warren", "plain Envoys", "share of " + pods);
        double by = (double) pods / sidecars.pods();
        table.row("pods", warren.pods(), sidecars.pods(), pods);
        table.row("all served, s", seconds(warren.servedNanos()), seconds(sidecars.servedNanos()), seconds(sidecars.servedNanos() * by));
        table.row("  CPU of the agent, s", seconds(warren.agentCpu()), "-", "-");
        table.row("  CPU of Envoys, s", seconds(warren.proxyCpu()), seconds(sidecars.proxyCpu()), seconds(sidecars.proxyCpu() * by));
        table.row("private MiB", mib(warren.privateBytes()), mib(sidecars.privateBytes()), mib(sidecars.privateBytes() * by));
        table.row("  of it the agent", mib(warren.agent().privateDirty()), "-", "-");
        table.row("change to last ACK, ms, median", millis(warren.change(50)), millis(sidecars.change(50)), millis(sidecars.change(50) * by));
        table.row("  slowest of " + changes, millis(warren.change(100)), millis(sidecars.change(100)), millis(sidecars.change(100) * by));
        table.row("  CPU for one, agent and Envoys, ms", millis(warren.changeCpu() / 1e6), millis(sidecars.changeCpu() / 1e6), millis(sidecars.changeCpu() / 1e6 * by));
        System.out.println(table);
        System.out.println("  load average at the end: " + Files.readString(Path.of("/proc/loadavg")).strip());
    }

    private static String seconds(double nanos) {
        return "%.1f".formatted(nanos / 1e9);
    }

    private static String mib(double bytes) {
        return "%.1f".formatted(bytes / 1048576);
    }

    private static String millis(double value) {
        return "%.1f".formatted(value);
    }
}
