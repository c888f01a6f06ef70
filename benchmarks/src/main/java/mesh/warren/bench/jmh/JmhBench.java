package mesh.warren.bench.jmh;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code warren bench jmh}: rewriting, sharing, doors, snapshots and encoding by themselves. */
@Command(name = "jmh", mixinStandardHelpOptions = true, description = {
    "Measures parts by themselves with JMH: RewriteBenchmark, ShareBenchmark, DoorsBenchmark, SnapshotBenchmark, EncodingBenchmark."})
public final class JmhBench implements Callable<Integer> {

    @Parameters(paramLabel = "PATTERN", arity = "0..1", defaultValue = ".*",
            description = "Regular expression for Class.method (default: all).")
    private String pattern;

    @Option(names = "--quick", description = "One short iteration: shows that everything works; its figures say little.")
    private boolean quick;

    @Option(names = "--profiler", paramLabel = "gc|stack|perf", description = "A JMH profiler; gc shows what is allocated.")
    private String profiler;

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(pattern).shouldFailOnError(true);
        if (quick) {
            options.warmupIterations(1).measurementIterations(1);
        }
        if (profiler != null) {
            options.addProfiler(profiler);
        }
        new Runner(options.build()).run();
        return 0;
    }
}
