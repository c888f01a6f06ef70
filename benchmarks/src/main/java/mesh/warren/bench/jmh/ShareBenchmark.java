package mesh.warren.bench.jmh;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.share.Change;
import mesh.warren.model.symbolic.SymbolicResource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What sharing costs at the size of the budget (design section 8): 250 pods x 1,000 services. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx256m"})
public class ShareBenchmark {

    @Param("250")
    int pods;

    @Param("1000")
    int services;

    private SharedNode node;
    private int version;

    @Setup
    public void fill() {
        node = new SharedNode(pods, services);
    }

    /** A service's endpoints change; every pod is told, and the class changes in place. */
    @Benchmark
    public Change endpointChangeForAllPods() {
        version++;
        Change last = null;
        for (int pod = 0; pod < pods; pod++) {
            SymbolicResource news = node.endpoints(7, version);
            last = node.push(pod, news);
        }
        if (last.upserts().size() != 1) {
            throw new IllegalStateException("one resource should have changed, not " + last);
        }
        return last;
    }

    /** One pod diverges, leaves its classes when the window is over, and comes back. */
    @Benchmark
    public Change onePodDivergesAndComesBack() {
        node.push(0, node.endpoints(7, version + 1));
        node.pass(Duration.ofMillis(250));
        Change back = node.push(0, node.endpoints(7, version));
        node.pass(Duration.ofMillis(250));
        return back;
    }

    /** A pod that sees what the others see joins, and leaves; includes building its 2,000 resources. */
    @Benchmark
    public Change oneMorePodJoinsAndLeaves() {
        Change joined = node.join(pods);
        node.leave(pods);
        return joined;
    }

    /** The whole node from nothing. */
    @Benchmark
    public SharedNode convergence() {
        return new SharedNode(pods, services);
    }
}
