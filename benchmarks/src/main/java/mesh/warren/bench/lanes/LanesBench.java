package mesh.warren.bench.lanes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.logging.LogManager;
import mesh.warren.demo.report.Table;
import mesh.warren.plot.Lines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code warren bench lanes}: what a quiet pod feels of a loud neighbour. */
@Command(name = "lanes", mixinStandardHelpOptions = true, description = {
    "Measure a quiet pod with 2 connections beside a loud one, in four arrangements, in turn, in one run.",
    "Needs root. Changes nothing of the machine's own network."})
public final class LanesBench implements Callable<Integer> {

    @Option(names = "--quick", description = "One short round with fewer neighbours: minutes instead of a quarter of an hour.")
    private boolean quick;

    @Option(names = "--rounds", defaultValue = "3", description = "How often all is measured; medians are printed; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--arrangements", split = ",", defaultValue = "SHARED,LANES,OWN,SIDECARS", description = "Which; default ${DEFAULT-VALUE}.")
    private List<Arrangement> arrangements;

    @Option(names = "--plots", paramLabel = "FOLDER", description = "Write plots (SVG) there.")
    private Optional<Path> plots;

    @Option(names = "--workers", defaultValue = "2", description = "Workers of an Envoy without lanes; default ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--lanes", defaultValue = "4", description = "Lanes of an Envoy with lanes; default ${DEFAULT-VALUE}.")
    private int lanes;

    /**
     * What the two pods do.
     *
     * @param title    for tables
     * @param loud     connections of the loud pod; 0: the quiet one is alone
     * @param anew     a connection for each request
     * @param large    answers of a mebibyte
     */
    private record Traffic(String title, int loud, boolean anew, boolean large) {}

    private final Map<Traffic, Map<Arrangement, List<Measured>>> all = new LinkedHashMap<>();
    private final Map<Traffic, Map<Arrangement, List<Measured>>> neighbours = new LinkedHashMap<>();

    private final KernelOptions kernel = new KernelOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        LogManager.getLogManager().reset(); // what Envoys and streams say of their starts is of no interest here
        try (BenchPods pods = new BenchPods(Path.of(System.getenv("WARREN_ENVOY")))) {
            List<Arrangement> order = new ArrayList<>(arrangements);
            for (int round = 1; round <= (quick ? 1 : rounds); round++) {
                for (Arrangement arrangement : order) {
                    System.err.printf("round %d: %s%n", round, arrangement);
                    try (BenchEnvoys envoys = BenchEnvoys.start(pods, arrangement, workers, lanes)) {
                        for (Traffic traffic : traffics()) {
                            measure(pods, arrangement, traffic);
                        }
                    }
                }
                Collections.rotate(order, 1);
            }
            if (!quick && arrangements.contains(Arrangement.LANES)) {
                kernel.run(pods, lanes, rounds);
            }
        }
        all.keySet().forEach(this::print);
        kernel.print();
        System.out.println("Load generators are counted in nobody's favour: they run on the same processors. Load average at the end: "
                + Files.readString(Path.of("/proc/loadavg")).strip() + "; processors: " + Runtime.getRuntime().availableProcessors());
        if (plots.isPresent()) {
            plot("p50", Measured::p50);
            plot("p99", Measured::p99);
            plot("p99.9", Measured::p999);
        }
        return 0;
    }

    private List<Traffic> traffics() {
        List<Traffic> traffics = new ArrayList<>(List.of(new Traffic("alone", 0, false, false)));
        for (int loud : quick ? List.of(256) : List.of(16, 256, 4096)) {
            traffics.add(new Traffic("beside " + loud + " connections", loud, false, false));
        }
        if (!quick) {
            traffics.add(new Traffic("new connections, alone", 0, true, false));
            traffics.add(new Traffic("new connections, beside 64 that are made anew for each request", 64, true, false));
            traffics.add(new Traffic("beside 16 connections with answers of 1 MiB", 16, false, true));
        }
        return traffics;
    }

    private void measure(BenchPods pods, Arrangement arrangement, Traffic traffic) throws IOException, InterruptedException {
        Duration before = Duration.ofSeconds(2);
        Duration measured = Duration.ofSeconds(quick ? 4 : 6);
        Optional<Process> loud = Optional.empty();
        if (traffic.loud > 0) {
            // It begins before the quiet pod is measured, and ends after it.
            loud = Optional.of(pods.load("loud", BenchEnvoys.address("loud", traffic.large), traffic.loud, traffic.anew, before,
                    measured.plus(before).plusSeconds(1)));
            Thread.sleep(before.toMillis());
        }
        Process quiet = pods.load("quiet", BenchEnvoys.address("quiet", false), 2, traffic.anew, before, measured);
        note(all, traffic, arrangement, quiet);
        if (loud.isPresent()) {
            note(neighbours, traffic, arrangement, loud.get());
        }
    }

    private static void note(Map<Traffic, Map<Arrangement, List<Measured>>> into, Traffic traffic, Arrangement arrangement, Process process)
            throws IOException, InterruptedException {
        into.computeIfAbsent(traffic, t -> new EnumMap<>(Arrangement.class)).computeIfAbsent(arrangement, a -> new ArrayList<>())
                .add(Measured.of(process));
    }

    private void print(Traffic traffic) {
        Table table = new Table(traffic.title, "p50 ms", "p99 ms", "p99.9 ms", "requests/s", "failed", "generator CPU", "neighbour's requests/s");
        all.get(traffic).forEach((arrangement, rounds) -> {
            Measured median = Measured.median(rounds);
            table.row(arrangement, "%.2f".formatted(median.p50()), "%.2f".formatted(median.p99()), "%.2f".formatted(median.p999()),
                    "%.0f".formatted(median.perSecond()), "%.0f".formatted(median.failed()), "%.2f".formatted(median.cpu()),
                    traffic.loud == 0 ? "-" : "%.0f".formatted(Measured.median(neighbours.get(traffic).get(arrangement)).perSecond()));
        });
        System.out.println(table);
    }

    private void plot(String name, ToDoubleFunction<Measured> figure) throws IOException {
        Files.createDirectories(plots.orElseThrow());
        Lines lines = new Lines("The quiet pod's " + name, "connections of the neighbour", "ms").logarithmic();
        for (Arrangement arrangement : arrangements) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            all.forEach((traffic, by) -> {
                if (!traffic.anew && !traffic.large) {
                    x.add((double) traffic.loud);
                    y.add(figure.applyAsDouble(Measured.median(by.get(arrangement))));
                }
            });
            lines.add(arrangement.toString(), x, y);
        }
        lines.write(plots.orElseThrow().resolve("lanes-" + name + ".svg"));
    }
}
