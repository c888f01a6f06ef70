package mesh.warren.cli.plan;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mesh.warren.cli.rewrite.EnvoyTypes;
import mesh.warren.cli.rewrite.PolicyFile;
import mesh.warren.cli.rewrite.UnusableInput;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.plan.Memory;
import mesh.warren.model.plan.MemoryModel;
import mesh.warren.model.plan.Plan;
import mesh.warren.model.plan.Planner;
import mesh.warren.model.plan.Sidecar;
import mesh.warren.model.rewrite.NamespaceView;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.rewrite.policy.RewritePolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code warren plan}: sidecars as they are against one Envoy for all of them. */
@Command(name = "plan", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Says what the configurations of sidecars would become, and weigh, in one Envoy for all of them. Offline.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {" 0:planned", " 2:unusable input", " 3:planned, but something would be refused"})
public final class PlanCommand implements Callable<Integer> {

    static final int PLANNED = 0;
    static final int UNUSABLE = 2;
    static final int REFUSED = 3;

    /** Stands for the agent's void. */
    private static final String VOID = "/run/warren/void";

    enum Format { json, text }

    @Spec
    private CommandSpec spec;

    @Option(names = "--policy", paramLabel = "istio|FILE",
            description = "Rewriting policy: the preset istio, or YAML (docs/rewrite-policy.md).")
    private String policy;

    @Option(names = "--tenant", paramLabel = "NAMESPACE", defaultValue = "default",
            description = "Kubernetes namespace of sidecars whose input does not say theirs (default: ${DEFAULT-VALUE}).")
    private String tenant;

    @Option(names = "--pods", paramLabel = "N", description = "Pods of a node; the sidecars are a sample of them (default: as many as given).")
    private Integer pods;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "1", description = "Nodes of the cluster (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--measure", paramLabel = "ENVOY", description = "Load both into this Envoy binary, and measure instead of predicting.")
    private Path envoy;

    @Option(names = "--measure-most", paramLabel = "N", defaultValue = "20",
            description = "So many sidecars are measured, one after the other (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(names = "--output", paramLabel = "json|text", defaultValue = "text", description = "How to print the plan (default: text).")
    private Format output;

    @Option(names = "--plot", paramLabel = "FILE.svg|FILE.png", description = "Draw the memory of a node against its pods.")
    private Path plot;

    @Parameters(paramLabel = "SIDECAR", arity = "1..*",
            description = "A folder or file for each sidecar: JSON of Envoy's /config_dump?include_eds, or binary discovery responses.")
    private List<Path> sidecars;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return run(new Progress(err));
        } catch (UnusableInput e) {
            err.println("warren plan: " + e.getMessage());
            err.flush();
            return UNUSABLE;
        }
    }

    private int run(Progress progress) throws UnusableInput {
        Tenant otherwise = check();
        RewriteContext context = context();
        EnvoyTypes types = EnvoyTypes.load();
        SidecarFiles files = new SidecarFiles(types);
        Planner planner = new Planner(new Rewriter(ApiTable.committed(), UpstreamBinding.shared(VOID)), context, envoy != null);
        int statics = 0;
        for (Path path : sidecars) {
            Read read = files.read(path);
            Sidecar sidecar = sidecar(read, path, otherwise);
            read.broken().forEach(one -> planner.unreadable(sidecar.name(), one.typeUrl(), one.name(), one.refusal()));
            planner.add(sidecar);
            statics += read.statics();
            progress.at(planner.sidecars(), sidecars.size(), path);
        }
        progress.say("comparing");
        Plan plan = planner.plan(name -> types.message(name).orElse(null));
        int onNode = Optional.ofNullable(pods).orElse(plan.sidecars());
        Memory memory = Memory.predicted(MemoryModel.CALIBRATED, plan, onNode, nodes);
        if (envoy != null) {
            memory = new Measurement(envoy, most, progress)
                    .run(index -> sidecar(files.read(sidecars.get(index)), sidecars.get(index), otherwise), planner, plan, memory);
        }
        progress.end();
        if (plot != null) {
            plot(plan, memory);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output == Format.json) {
            JsonReport.print(plan, memory, out);
        } else {
            new TextReport(out).print(plan, memory, statics);
        }
        out.flush();
        return plan.refused().isEmpty() ? PLANNED : REFUSED;
    }

    private static Sidecar sidecar(Read read, Path path, Tenant otherwise) {
        return new Sidecar(read.node().name().orElse(path.toString()), read.node().tenant().orElse(otherwise), read.resources());
    }

    /** What was measured corrects the prediction at every number of pods by the same factor. */
    private void plot(Plan plan, Memory memory) throws UnusableInput {
        Memory there = Memory.predicted(MemoryModel.CALIBRATED, plan, memory.pods(), memory.nodes());
        MemoryPlot.write(at -> Memory.predicted(MemoryModel.CALIBRATED, plan, at, 1).corrected(there, memory), memory, plot);
    }

    private Tenant check() throws UnusableInput {
        if (nodes < 1 || most < 1 || pods != null && pods < 1) {
            throw new ParameterException(spec.commandLine(), "--pods, --nodes and --measure-most: want 1 or more");
        }
        if (plot != null && !plot.toString().matches(".*\\.(svg|png)")) {
            throw new ParameterException(spec.commandLine(), "--plot " + plot + ": want a name that ends in .svg or .png");
        }
        try {
            return new Tenant(tenant);
        } catch (IllegalArgumentException e) {
            throw new UnusableInput("--tenant", e.getMessage());
        }
    }

    private RewriteContext context() throws UnusableInput {
        if (policy == null) {
            return RewriteContext.DEFAULT;
        }
        return policy.equals("istio") ? new RewriteContext(NamespaceView.DEFAULT, RewritePolicy.ISTIO) : PolicyFile.load(Path.of(policy));
    }
}
