package mesh.warren.bench.lanes;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import mesh.warren.demo.report.Table;

/** The quiet pod on its lane beside 256 connections, with what the kernel offers: all options in turn on one Envoy. */
final class KernelOptions {

    private static final int LOUD = 256;

    private final Map<KernelOption, List<Measured>> quiet = new EnumMap<>(KernelOption.class);
    private final Map<KernelOption, List<Measured>> loud = new EnumMap<>(KernelOption.class);

    void run(BenchPods pods, int lanes, int rounds) throws IOException, InterruptedException {
        List<KernelOption> order = new ArrayList<>(List.of(KernelOption.values()));
        try (BenchEnvoys envoys = BenchEnvoys.start(pods, Arrangement.LANES, lanes, lanes)) {
            int quietLane = envoys.lane("quiet");
            int loudLane = envoys.lane("loud");
            envoys.stopWatching();
            for (int round = 0; round < rounds; round++) {
                for (KernelOption option : order) {
                    option.apply(envoys.process(), quietLane, loudLane);
                    measure(pods, option);
                }
                Collections.rotate(order, 1);
            }
        }
    }

    private void measure(BenchPods pods, KernelOption option) throws IOException, InterruptedException {
        Duration before = Duration.ofSeconds(1);
        Duration measured = Duration.ofSeconds(5);
        Process noise = pods.load("loud", BenchEnvoys.address("loud", false), LOUD, false, before, measured.plusSeconds(1));
        Process calm = pods.load("quiet", BenchEnvoys.address("quiet", false), 2, false, before, measured);
        quiet.computeIfAbsent(option, o -> new ArrayList<>()).add(Measured.of(calm));
        loud.computeIfAbsent(option, o -> new ArrayList<>()).add(Measured.of(noise));
    }

    void print() {
        Table table = new Table("beside " + LOUD + " connections, with lanes; the kernel is told", "p50 ms", "p99 ms", "p99.9 ms", "requests/s",
                "neighbour's requests/s");
        quiet.forEach((option, rounds) -> {
            Measured median = Measured.median(rounds);
            table.row(option, "%.2f".formatted(median.p50()), "%.2f".formatted(median.p99()), "%.2f".formatted(median.p999()),
                    "%.0f".formatted(median.perSecond()), "%.0f".formatted(Measured.median(loud.get(option)).perSecond()));
        });
        System.out.println(table);
    }
}
