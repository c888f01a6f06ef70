package mesh.warren.cli.rewrite;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code warren rewrite}: what rewriting makes of the resources in files. */
@Command(name = "rewrite", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Rewrites xDS resources for a shared Envoy, or says what is refused and why.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {" 0:all accepted", " 2:unusable input", " 3:something refused, by the rules or by Envoy"})
public final class RewriteCommand implements Callable<Integer> {

    static final int ACCEPTED = 0;
    static final int UNUSABLE = 2;
    static final int REFUSED = 3;

    /** Stands for the agent's void in what is shown. */
    private static final String VOID = "/run/warren/void";

    enum Format { json, text }

    @Spec
    private CommandSpec spec;

    @Option(names = "--namespace", required = true, paramLabel = "NS",
            description = "Namespace of the virtual Envoy; given several times, each resource is rewritten for each.")
    private List<String> namespaces;

    @Option(names = "--type", paramLabel = "TYPE_URL", description = "Type of the resources in FILE...")
    private String type;

    @Option(names = "--policy", paramLabel = "FILE", description = "Policy, YAML (docs/rewrite-policy.md).")
    private Path policy;

    @Option(names = "--response", paramLabel = "FILE.pb", arity = "1..*",
            description = "Binary DiscoveryResponse or DeltaDiscoveryResponse.")
    private List<Path> responses = List.of();

    @Option(names = "--output", paramLabel = "json|text", defaultValue = "text",
            description = "json: one object a line for each resource (default: text).")
    private Format output;

    @Option(names = "--show", description = "Show the rewritten resource too.")
    private boolean show;

    @Option(names = "--details", description = "With --output json, say the namespace, the source and the notices too, after all else.")
    private boolean details;

    @Option(names = "--verify", paramLabel = "ENVOY", description = "Load what was accepted into this Envoy binary.")
    private Path envoy;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Resources as JSON or YAML, of the type --type.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> prefixes = prefixes();
        if (files.isEmpty() == responses.isEmpty() || files.isEmpty() != (type == null)) {
            throw new ParameterException(spec.commandLine(), "want either --type TYPE_URL FILE... or --response FILE.pb...");
        }
        EnvoyTypes types = EnvoyTypes.load();
        RewriteContext context;
        try {
            context = policy == null ? RewriteContext.DEFAULT : PolicyFile.load(policy);
        } catch (UnusableInput e) {
            return unusable(e);
        }
        int status = ACCEPTED;
        List<Input> inputs = new ArrayList<>();
        for (Path file : files.isEmpty() ? responses : files) {
            try {
                inputs.addAll(files.isEmpty() ? new ResponseFiles(types).read(file) : new TextFiles(types, type).read(file));
            } catch (UnusableInput e) {
                status = unusable(e);
            }
        }
        List<Result> results = rewrite(inputs, prefixes, context, types);
        Report report = new Report(types, show, details);
        for (Result result : results) {
            if (output == Format.json) {
                report.json(result, out);
            } else {
                report.text(result, out);
            }
        }
        boolean refused = results.stream().anyMatch(result -> !(result.outcome() instanceof Accepted));
        if (envoy != null && status == ACCEPTED) {
            refused |= !new Verification(envoy, types).run(results, output == Format.json, out);
        }
        out.flush();
        return status == ACCEPTED && refused ? REFUSED : status;
    }

    private List<String> prefixes() {
        try {
            namespaces.forEach(PrefixNames::new);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        return List.copyOf(new LinkedHashSet<>(namespaces));
    }

    private static List<Result> rewrite(List<Input> inputs, List<String> prefixes, RewriteContext given, EnvoyTypes types) {
        Rewriter rewriter = new Rewriter(ApiTable.committed(), UpstreamBinding.shared(VOID));
        RewriteContext context = InputDiscovery.of(inputs, given, rewriter, types);
        List<Result> results = new ArrayList<>();
        for (String namespace : prefixes) {
            for (Input input : inputs) {
                results.add(new Result(input, namespace, rewriter.rewrite(input.type(), input.bytes(), context)));
            }
        }
        return results;
    }

    private int unusable(UnusableInput problem) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("warren rewrite: " + problem.getMessage());
        err.flush();
        return UNUSABLE;
    }
}
