package mesh.warren.cli.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import mesh.warren.cli.rewrite.UnusableInput;
import mesh.warren.model.plan.Memory;
import mesh.warren.plot.Lines;

/** The memory of a node against the number of its pods. */
final class MemoryPlot {

    private static final double MIB = 1 << 20;
    private static final int POINTS = 50;

    private MemoryPlot() {}

    /** @param upTo as many pods as the plan is for */
    static void write(IntFunction<Memory> memory, Memory upTo, Path file) throws UnusableInput {
        List<Double> pods = new ArrayList<>();
        List<Double> sidecars = new ArrayList<>();
        List<Double> warren = new ArrayList<>();
        for (int i = 1; i <= POINTS; i++) {
            int at = Math.max(1, upTo.pods() * i / POINTS);
            Memory there = memory.apply(at);
            pods.add((double) at);
            sidecars.add(there.sidecars() / MIB);
            warren.add(there.warren() / MIB);
        }
        try {
            new Lines("Private memory of a node, " + (upTo.measured() > 0 ? "scaled to what was measured" : "predicted"), "pods", "MiB")
                    .add("sidecars", pods, sidecars).add("Warren: agent and one Envoy", pods, warren).write(file);
        } catch (IOException e) {
            throw new UnusableInput("--plot " + file, "cannot be written: " + e.getMessage());
        }
    }
}
