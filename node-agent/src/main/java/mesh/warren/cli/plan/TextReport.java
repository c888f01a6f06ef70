package mesh.warren.cli.plan;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import mesh.warren.demo.report.Table;
import mesh.warren.model.plan.Apart;
import mesh.warren.model.plan.Memory;
import mesh.warren.model.plan.Plan;
import mesh.warren.model.plan.Refused;
import mesh.warren.model.plan.TypeCount;

/** The plan for people. */
final class TextReport {

    private static final double MIB = 1 << 20;
    private static final int MOST = 40;

    private final PrintWriter out;

    TextReport(PrintWriter out) {
        this.out = out;
    }

    void print(Plan plan, Memory memory, int statics) {
        out.printf(Locale.ROOT, "%s of %s in one Envoy%n%n", count(plan.sidecars(), "sidecar"), count(plan.tenants(), "tenant"));
        types(plan);
        apart(plan.apart());
        refused(plan.refused());
        memory(memory);
        plan.notes().forEach(note -> out.println("note: " + note));
        if (statics > 0) {
            out.println("note: " + statics + " resources of the sidecars' own bootstraps are no control plane's and are left out");
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void types(Plan plan) {
        Table table = new Table("type", "virtual", "physical", "bytes", "physical bytes");
        long[] sum = new long[4];
        plan.types().forEach((url, count) -> {
            table.row(url.substring(url.lastIndexOf('.') + 1), count.virtual(), count.physical(), count.virtualBytes(), count.physicalBytes());
            add(sum, count);
        });
        table.row("all", sum[0], sum[1], sum[2], sum[3]);
        out.println(table);
    }

    private static void add(long[] sum, TypeCount count) {
        sum[0] += count.virtual();
        sum[1] += count.physical();
        sum[2] += count.virtualBytes();
        sum[3] += count.physicalBytes();
    }

    private void apart(List<Apart> all) {
        out.println(all.isEmpty() ? "Nothing keeps the pods apart." : "What keeps pods apart:");
        all.stream().limit(MOST).forEach(apart -> out.println("  " + sentence(apart)));
        more(all.size());
        out.println();
    }

    private static String sentence(Apart apart) {
        String type = Urls.simple(apart.type().typeUrl());
        String pods = count(apart.pods(), "pod");
        String what = switch (apart.reason()) {
            case CONTENT -> pods + (apart.pods() == 1 ? " differs at " : " differ at ") + apart.path();
            case REFERENCE -> pods + ": " + type + " leads to a " + apart.path() + " that differs";
            case TENANT -> pods + " of other tenants: " + type + " is one tenant's" + by(apart.path());
            case POD -> pods + ": " + type + " is each pod's own" + by(apart.path());
        };
        String example = ", such as '" + apart.example().name() + "'";
        boolean values = apart.reason() == Apart.Reason.CONTENT;
        return what + " (" + count(apart.resources(), "name") + example
                + (values ? ": " + apart.example().left() + " against " + apart.example().right() : "") + ")";
    }

    private static String by(String path) {
        return path.isEmpty() ? "" : ", by " + path;
    }

    private void refused(List<Refused> all) {
        if (all.isEmpty()) {
            out.println("Nothing is refused.\n");
            return;
        }
        out.println("What would be refused:");
        all.stream().limit(MOST).forEach(one -> out.printf(Locale.ROOT, "  %d of %d pods: %s%s is %s, such as '%s': %s%n",
                one.resources(), one.pods(), Urls.simple(one.typeUrl()), one.path().isEmpty() ? "" : "." + one.path(), one.rule(),
                one.example(), one.remedy()));
        more(all.size());
        out.println();
    }

    private void more(int size) {
        if (size > MOST) {
            out.println("  and " + (size - MOST) + " more: see --output json");
        }
    }

    private void memory(Memory memory) {
        Table table = new Table("private memory, MiB", "sidecars", "Warren", "of it agent", "of it Envoy");
        row(table, "a node of " + memory.pods() + " pods", 1, memory);
        if (memory.nodes() > 1) {
            row(table, "a cluster of " + memory.nodes() + " such nodes", memory.nodes(), memory);
        }
        out.print(table);
        out.println(memory.measured() > 0
                ? "  measured with " + memory.measured() + " sidecars on this machine; the agent is predicted"
                : "  predicted; the model was off by up to " + Math.round(100 * memory.error()) + " % where it was made (docs/plan.md)");
    }

    private static void row(Table table, String what, int times, Memory memory) {
        table.row(what, mib(times * memory.sidecars()), mib(times * memory.warren()), mib(times * memory.agent()),
                mib(times * memory.envoy()));
    }

    private static String mib(long bytes) {
        return "%.0f".formatted(bytes / MIB);
    }
}
