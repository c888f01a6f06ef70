package mesh.warren.cli.api;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import mesh.warren.model.api.ApiField;
import mesh.warren.model.api.ApiMessage;
import mesh.warren.model.api.ApiTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code warren api list}: what the table says, for people. */
@Command(name = "list", mixinStandardHelpOptions = true,
        description = "Print the rows of a package or a message; without one, how many messages and fields have which decision.")
final class ApiList implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PACKAGE|MESSAGE", description = "For example envoy.config.core.v3 or envoy.config.core.v3.Address.")
    private String prefix;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        var table = ApiTable.committed();
        if (prefix == null) {
            summary(table, out);
            out.flush();
            return 0;
        }
        var found = table.messages().stream().filter(message -> message.name().equals(prefix) || message.name().startsWith(prefix + ".")).toList();
        if (found.isEmpty()) {
            spec.commandLine().getErr().println("warren api list: no message " + prefix + ", and no package: it is refused, for the table does"
                    + " not hold it. \"warren api list\" tells what there is");
            return 2;
        }
        found.forEach(message -> print(message, out));
        out.flush();
        return 0;
    }

    private static void summary(ApiTable table, PrintWriter out) {
        var verdicts = new TreeMap<String, Integer>();
        var classes = new TreeMap<String, Integer>();
        for (var message : table.messages()) {
            verdicts.merge(message.verdict().token(), 1, Integer::sum);
            message.fields().forEach(field -> classes.merge(field.rule().token(), 1, Integer::sum));
        }
        out.println("messages");
        verdicts.forEach((verdict, count) -> out.printf(Locale.ROOT, "  %-16s %5d%n", verdict, count));
        out.println("fields of messages that are not denied");
        classes.forEach((rule, count) -> out.printf(Locale.ROOT, "  %-16s %5d%n", rule, count));
    }

    private static void print(ApiMessage message, PrintWriter out) {
        out.println(message.name() + ": " + message.verdict().token() + (message.refusal() == null ? "" : " (" + message.refusal().token() + ")")
                + (message.reason().isEmpty() ? "" : ", " + message.reason()));
        message.fields().forEach(field -> print(field, out));
    }

    private static void print(ApiField field, PrintWriter out) {
        out.printf(Locale.ROOT, "  %-36s %-24s %-6s %s%n", field.name(),
                field.rule().token() + (field.argument().isEmpty() ? "" : "(" + field.argument() + ")"),
                field.scope().name().toLowerCase(Locale.ROOT), field.reason());
    }
}
