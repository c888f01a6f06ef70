package mesh.warren.bench.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mesh.warren.bench.process.Figures;
import mesh.warren.plot.Lines;

/**
 * Markdown and plots of what was measured.
 *
 * @param cells   by Services, then pods
 * @param path    null when there was no time for it
 * @param changes null when there was no time for them
 * @param left    parts for which there was no time
 */
record NodeReport(List<CellResult> cells, PathResult path, List<ChangeResult> changes, List<String> left) {

    private static final double MIB = 1 << 20;

    void write(Path folder) throws IOException {
        StringBuilder text = new StringBuilder("# A node with Warren and with sidecars\n\n");
        machine(text);
        memory(text, folder);
        parts(text);
        path(text);
        changes(text);
        if (!left.isEmpty()) {
            text.append("No time was left for: ").append(String.join(", ", left)).append(".\n");
        }
        Files.writeString(folder.resolve("report.md"), text);
    }

    private static void machine(StringBuilder text) throws IOException {
        line(text, "%d processors, load average %s at the end; Linux %s, JDK %s.%n", Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0], System.getProperty("os.version"), Runtime.version());
    }

    private void memory(StringBuilder text, Path folder) throws IOException {
        if (cells.isEmpty()) {
            return;
        }
        text.append("## Memory, MiB private dirty\n\n").append("""
                | pods | Services | agent | Envoy | Warren | sidecars | of them started | Warren, warm | sidecars, warm | start of Warren, s | of a sidecar, s |
                |---|---|---|---|---|---|---|---|---|---|---|
                """);
        for (CellResult cell : cells) {
            CellResult.Sides idle = cell.idle();
            CellResult.Sides warm = cell.warm();
            line(text, "| %d | %d | %s | %s | %s | %s | %d | %s | %s | %.1f | %.1f |", cell.pods(), cell.services(), mib(idle.agent()),
                    mib(idle.envoy()), mib(idle.warren()), mib(idle.sidecars()), cell.sidecarsMeasured(),
                    warm == null ? "-" : mib(warm.warren()), warm == null ? "-" : mib(warm.sidecars()),
                    cell.startMillis() / 1e3, cell.sidecarMillis() / 1e3);
        }
        text.append("\n## Other figures, idle\n\n").append("""
                | pods | Services | | private | anonymous | resident | threads | descriptors |
                |---|---|---|---|---|---|---|---|
                """);
        for (CellResult cell : cells) {
            row(text, cell, "agent", cell.idle().agent());
            row(text, cell, "shared Envoy", cell.idle().envoy());
            row(text, cell, "sidecars", cell.idle().sidecars());
        }
        text.append('\n');
        plot(folder);
    }

    private void plot(Path folder) throws IOException {
        Lines lines = new Lines("Private memory of a node, idle", "pods", "MiB").logarithmic();
        for (int services : cells.stream().mapToInt(CellResult::services).distinct().toArray()) {
            List<CellResult> some = cells.stream().filter(cell -> cell.services() == services).toList();
            List<Double> pods = new ArrayList<>();
            List<Double> warren = new ArrayList<>();
            List<Double> sidecars = new ArrayList<>();
            for (CellResult cell : some) {
                pods.add((double) cell.pods());
                warren.add(cell.idle().warren().privateDirty() / MIB);
                sidecars.add(cell.idle().sidecars().privateDirty() / MIB);
            }
            lines.add("sidecars, " + services + " Services", pods, sidecars).add("Warren, " + services + " Services", pods, warren);
        }
        lines.write(folder.resolve("memory.svg"));
    }

    private void parts(StringBuilder text) {
        for (CellResult cell : cells) {
            if (cell.furtherPodBytes() == null) {
                continue;
            }
            CellResult.Further further = cell.furtherPodBytes();
            line(text, "%d x %d: each of the last %d pods cost %.0f KiB: agent %.0f, Envoy %.0f. Parts, MiB private: agent %s; Envoy %s.%n",
                    cell.pods(), cell.services(), further.pods(), (further.agent() + further.envoy()) / 1024.0, further.agent() / 1024.0,
                    further.envoy() / 1024.0, parts(cell.agentParts()), parts(cell.envoyParts()));
        }
    }

    private static String parts(Map<String, Long> parts) {
        List<String> all = new ArrayList<>();
        parts.entrySet().stream().sorted((a, b) -> Long.compare(b.getValue(), a.getValue())).limit(6)
                .forEach(part -> all.add(part.getKey() + " " + format("%.1f", part.getValue() / MIB)));
        return String.join(", ", all);
    }

    private void path(StringBuilder text) {
        if (path == null) {
            return;
        }
        line(text, "## Request path, %d rounds of %d s in turn, %d connections%n", path.rounds().size(), path.seconds(), path.connections());
        text.append("| median of the rounds | Warren | sidecar | Warren / sidecar, paired |\n|---|---|---|---|\n");
        line(text, "| p50, ms | %.3f | %.3f | %.3f |", path.median(true, s -> s.wrk().p50Micros()) / 1e3,
                path.median(false, s -> s.wrk().p50Micros()) / 1e3, path.ratio(s -> s.wrk().p50Micros()));
        line(text, "| p99, ms | %.3f | %.3f | %.3f |", path.median(true, s -> s.wrk().p99Micros()) / 1e3,
                path.median(false, s -> s.wrk().p99Micros()) / 1e3, path.ratio(s -> s.wrk().p99Micros()));
        line(text, "| requests a second | %.0f | %.0f | %.3f |", path.median(true, s -> s.wrk().requests()) / path.seconds(),
                path.median(false, s -> s.wrk().requests()) / path.seconds(), path.ratio(s -> s.wrk().requests()));
        line(text, "| requests a CPU second of Envoy | %.0f | %.0f | %.3f |", path.median(true, PathResult.Side::perCpuSecond),
                path.median(false, PathResult.Side::perCpuSecond), path.ratio(PathResult.Side::perCpuSecond));
        long errors = path.rounds().stream().mapToLong(r -> r.warren().wrk().errors() + r.sidecar().wrk().errors()).sum();
        line(text, "%nErrors: %d.%n", errors);
    }

    private void changes(StringBuilder text) {
        if (changes == null) {
            return;
        }
        text.append("## Changes\n\n").append("""
                | what | pods x Services | changes | to the ACK p50 / p99, ms | from the file p50 / p99, ms | sent in all | refused | wire to / from Envoy, bytes | agent CPU, ms | Envoy CPU, ms |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        for (ChangeResult one : changes) {
            line(text, "| %s | %d x %d | %d | %.1f / %.1f | %.1f / %.1f | %s | %d | %d / %d | %.1f | %.1f |", one.what(), one.pods(),
                    one.services(), one.changes(), ChangeResult.percentile(one.toAckMicros(), 50) / 1e3,
                    ChangeResult.percentile(one.toAckMicros(), 99) / 1e3, ChangeResult.percentile(one.fileToAckMicros(), 50) / 1e3,
                    ChangeResult.percentile(one.fileToAckMicros(), 99) / 1e3, one.sent(), one.refused(), one.toEnvoyBytes(),
                    one.toAgentBytes(), one.agentCpuMicros() / 1e3, one.envoyCpuMicros() / 1e3);
        }
        text.append('\n');
    }

    private static void row(StringBuilder text, CellResult cell, String what, Figures figures) {
        line(text, "| %d | %d | %s | %s | %.1f | %.1f | %d | %d |", cell.pods(), cell.services(), what, mib(figures),
                figures.anonymous() / MIB, figures.resident() / MIB, figures.threads(), figures.descriptors());
    }

    private static String mib(Figures figures) {
        return format("%.1f", figures.privateDirty() / MIB);
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(format(format, arguments)).append('\n');
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
