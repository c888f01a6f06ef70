package mesh.warren.cli.api;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mesh.warren.model.api.TableUpdate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code warren api update}: brings the committed table, types and descriptors up to date with a binary. */
@Command(name = "update", mixinStandardHelpOptions = true,
        description = {"Bring the committed table up to date with an Envoy binary.",
            "Decided rows stay, new ones are UNDECIDED and fail the build, gone ones go. Prints what changed."})
final class ApiUpdate implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--envoy", required = true, paramLabel = "PATH", description = "The Envoy binary.")
    private Path envoy;

    @Option(names = "--dir", defaultValue = ".", paramLabel = "DIR", description = "The root of the repository (default: where you are).")
    private Path root;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            var tree = new SourceTree(root);
            var table = tree.table();
            var binary = EnvoyOnDisk.read(envoy);
            var update = TableUpdate.of(table, binary.api());
            tree.write(update.files(), binary);
            update.changes().forEach(out::println);
            out.println("Envoy " + binary.types().envoy() + ": " + binary.descriptors().getFileCount() + " descriptors, "
                    + binary.types().categories().size() + " types; " + update.changes().size() + " changes to the table");
            out.flush();
            return 0;
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println("warren api update: " + e.getMessage());
            return 2;
        }
    }
}
