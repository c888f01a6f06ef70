package mesh.warren.cli.api;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.api.TableUpdate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code warren api check}: this program's own table against a binary. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = {"Compare the table in this program with an Envoy binary; print what differs.",
            "+ is new in Envoy, - is gone from it, ! has changed."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:The table is up to date.", "2:Unusable input.", "3:It is not."})
final class ApiCheck implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--envoy", required = true, paramLabel = "PATH", description = "The Envoy binary.")
    private Path envoy;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            var binary = EnvoyOnDisk.read(envoy);
            var changes = TableUpdate.of(ApiTable.committed(), binary.api()).changes();
            changes.forEach(out::println);
            out.println("Envoy " + binary.types().envoy() + ": " + (changes.isEmpty() ? "the table is up to date" : changes.size() + " differences"));
            out.flush();
            return changes.isEmpty() ? 0 : 3;
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println("warren api check: " + e.getMessage());
            return 2;
        }
    }
}
