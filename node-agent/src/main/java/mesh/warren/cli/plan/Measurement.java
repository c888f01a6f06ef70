package mesh.warren.cli.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import mesh.warren.cli.rewrite.UnusableInput;
import mesh.warren.model.plan.Memory;
import mesh.warren.model.plan.MemoryModel;
import mesh.warren.model.plan.Plan;
import mesh.warren.model.plan.Planner;
import mesh.warren.model.plan.Sidecar;
import mesh.warren.model.xds.PhysicalResource;

/**
 * Loads the sidecars' configurations into plain Envoys, one after the other, and the shared one into one Envoy. Both are what
 * rewriting leaves, so that sharing alone makes the difference. The agent stays predicted.
 */
final class Measurement {

    private final Path envoy;
    private final int most;
    private final Progress progress;

    /** @param most so many sidecars are measured, evenly picked; the others are taken to be like them */
    Measurement(Path envoy, int most, Progress progress) {
        this.envoy = envoy;
        this.most = most;
        this.progress = progress;
    }

    /** What each of the sidecars that are measured is. */
    interface Sidecars {
        Sidecar at(int index) throws UnusableInput;
    }

    /** The prediction with its Envoys measured. */
    Memory run(Sidecars sidecars, Planner planner, Plan plan, Memory predicted) throws UnusableInput {
        int count = Math.min(most, plan.sidecars());
        long sum = 0;
        long expected = 0;
        try {
            for (int i = 0; i < count; i++) {
                int index = (int) ((long) i * plan.sidecars() / count);
                sum += weigh("sidecar " + (i + 1) + " of " + count, planner.alone(sidecars.at(index)));
                expected += MemoryModel.CALIBRATED.envoy(plan.memory().sidecars().get(index));
            }
            long shared = weigh("the shared Envoy", planner.physical().stream().map(new DoorsInOneNamespace()::move).toList());
            Memory there = Memory.predicted(MemoryModel.CALIBRATED, plan, plan.sidecars(), predicted.nodes());
            return new Memory(predicted.pods(), predicted.nodes(),
                    Math.round((double) predicted.sidecar() * sum / expected),
                    Math.round((double) predicted.envoy() * shared / there.envoy()),
                    predicted.agent(), predicted.error(), count);
        } catch (IOException e) {
            throw new UnusableInput("--measure " + envoy, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableInput("--measure " + envoy, "interrupted");
        }
    }

    private long weigh(String what, List<PhysicalResource> resources) throws IOException, InterruptedException {
        MeasuredEnvoy measured = MeasuredEnvoy.of(envoy, resources);
        progress.line("%s: %.1f MiB private%s".formatted(what, measured.privateDirty() / (double) (1 << 20),
                measured.refused() == 0 ? "" : ", without " + measured.refused() + " resources that it refused"));
        return measured.privateDirty();
    }
}
