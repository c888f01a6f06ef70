package mesh.warren.cli.plan;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;

/** One run of the command in this process. */
final class Run {

    final int status;
    final String out;
    final String err;

    private Run(int status, String out, String err) {
        this.status = status;
        this.out = out;
        this.err = err;
    }

    static Run plan(Collection<?> sidecars, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(Arrays.asList(options));
        sidecars.forEach(path -> arguments.add(path.toString()));
        int status = new CommandLine(new PlanCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        return new Run(status, out.toString(), err.toString());
    }

    @Override
    public String toString() {
        return "status " + status + "\n" + err + out;
    }
}
