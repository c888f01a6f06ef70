package mesh.warren.bench;

import mesh.warren.bench.jmh.JmhBench;
import mesh.warren.bench.lanes.LaneCostBench;
import mesh.warren.bench.lanes.LanesBench;
import mesh.warren.bench.model.ModelBench;
import mesh.warren.bench.node.CniBench;
import mesh.warren.bench.node.NodeBench;
import mesh.warren.bench.planes.PlanesBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line. */
@Command(name = "warren bench", mixinStandardHelpOptions = true, subcommands = {
    CniBench.class, NodeBench.class, PlanesBench.class, LanesBench.class, LaneCostBench.class, JmhBench.class, ModelBench.class},
        description = "Measure what Warren costs, on this machine.")
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
