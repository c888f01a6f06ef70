package mesh.warren.bench.node;

import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import mesh.warren.demo.report.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code warren bench node}: what a node with Warren costs, beside sidecars, on real Envoys. */
@Command(name = "node", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Measures agent and one shared Envoy against sidecars: memory by pods and Services, the request path, and what changes cost.",
    "Needs root. Changes nothing of the machine's own network. Method: docs/benchmarks.md."})
public final class NodeBench implements Callable<Integer> {

    /** The agent's own parts run in the sidecars' servers here, and log for an operator. Held, for loggers are kept weakly. */
    private static final List<Logger> QUIET = Stream.of("mesh.warren.agent", "io.netty", "io.grpc").map(Logger::getLogger).toList();
    private static final int[] PODS = {1, 10, 50, 110, 250};
    private static final int[] SERVICES = {0, 100, 1000};

    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "bench-node",
            description = "Where results are kept (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--resume", description = "Do only what is not in the folder yet.")
    private boolean resume;

    @Option(names = "--quick", description = "Small cells and few rounds: shows that everything works; its figures say little.")
    private boolean quick;

    @Option(names = "--budget", paramLabel = "MINUTES", defaultValue = "60",
            description = "Begins nothing new after this time (default: ${DEFAULT-VALUE}).")
    private int budget;

    @Option(names = "--sidecars", paramLabel = "N", defaultValue = "10",
            description = "At most so many sidecars are started in a cell; the rest is scaled from them (default: ${DEFAULT-VALUE}).")
    private int sidecars;

    @Option(names = "--cells", paramLabel = "PODSxSERVICES", split = ",", description = "Only these cells, such as 10x100,250x1000.")
    private List<String> only = List.of();

    @Option(names = "--parts", paramLabel = "PART", split = ",", defaultValue = "path,cells,changes",
            description = "What is measured: path, cells, changes (default: ${DEFAULT-VALUE}).")
    private List<String> parts;

    private final Progress progress = new Progress(System.err);
    private final long begin = System.nanoTime();
    private final List<String> left = new ArrayList<>();
    private Results results;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        results = new Results(out);
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
        if (!resume && !results.isEmpty()) {
            System.err.println("warren bench node: " + out + " has results already; add --resume, or name another folder with --out");
            return 2;
        }
        Path envoy = Path.of(System.getenv("WARREN_ENVOY"));
        PathResult path = !parts.contains("path") ? null : part("request-path", PathResult.class, () -> new PathBench(envoy, progress).run(quick ? 2 : 10, quick ? 1 : 5));
        List<CellResult> cells = new ArrayList<>();
        for (Cell cell : parts.contains("cells") ? cells() : List.<Cell>of()) {
            CellResult result = part("cell-" + cell.name(), CellResult.class,
                    () -> new CellBench(cell, envoy, quick ? 1 : sidecars, progress).run());
            if (result != null) {
                cells.add(result);
            }
        }
        Type list = new TypeToken<List<ChangeResult>>() {}.getType();
        List<ChangeResult> changes = !parts.contains("changes") ? null : part("changes", list,
                () -> new NodeChanges(quick ? new Cell(5, 20) : new Cell(250, 1000), progress).run(quick ? 5 : 100));
        cells.sort(Comparator.comparingInt(CellResult::services).thenComparingInt(CellResult::pods));
        new NodeReport(cells, path, changes, left).write(out);
        System.out.println(Files.readString(out.resolve("report.md")));
        return 0;
    }

    /** The largest first: when the time is over, it is there. */
    private List<Cell> cells() {
        List<Cell> all = new ArrayList<>();
        for (String cell : only) {
            if (!cell.matches("[1-9]\\d{0,3}x\\d{1,4}")) {
                throw new ParameterException(spec.commandLine(), "--cells " + cell + ": want PODSxSERVICES, such as 250x1000");
            }
            all.add(new Cell(Integer.parseInt(cell.split("x")[0]), Integer.parseInt(cell.split("x")[1])));
        }
        if (!all.isEmpty()) {
            return all;
        }
        for (int services : SERVICES) {
            for (int pods : PODS) {
                if (!quick || pods <= 10 && services <= 100) {
                    all.add(new Cell(pods, services));
                }
            }
        }
        all.sort(Comparator.comparingInt(cell -> -cell.pods() * (cell.services() + 1)));
        return all;
    }

    /** What was done before, or is done now; null when there is no time left for it. */
    private <T> T part(String name, Type type, Callable<T> work) throws IOException, InterruptedException {
        var before = results.<T>find(name, type);
        if (before.isPresent()) {
            progress.say("%s: done before", name);
            return before.get();
        }
        if (Duration.ofNanos(System.nanoTime() - begin).toMinutes() >= budget) {
            left.add(name);
            return null;
        }
        try {
            T result = work.call();
            results.keep(name, result);
            return result;
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(name, e);
        }
    }
}
