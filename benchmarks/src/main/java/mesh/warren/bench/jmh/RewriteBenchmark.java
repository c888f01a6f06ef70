package mesh.warren.bench.jmh;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.xds.ResourceType;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Rewriting beside parsing the same bytes with protobuf's DynamicMessage, which goes into no {@code Any} and checks nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class RewriteBenchmark {

    /**
     * How much input was worked through, and in how much time of a core: on a machine that does something else too, their quotient
     * is what counts. Sums over all iterations.
     */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Work {
        public double megabytes;
        public double cpuSeconds;
        private long started;

        @Setup(Level.Iteration)
        public void start() {
            started = THREADS.getCurrentThreadCpuTime();
        }

        @TearDown(Level.Iteration)
        public void stop() {
            cpuSeconds = (THREADS.getCurrentThreadCpuTime() - started) / 1e9;
        }
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Param({"ROUTES", "CLUSTER", "ENDPOINTS", "LISTENER", "FORMATS"})
    public Sample.Kind kind;

    @Param({"1024", "32768", "1048576"})
    public int size;

    private final Rewriter rewriter = new Rewriter(ApiTable.committed(), UpstreamBinding.shared("/run/warren/void"));
    private ResourceType type;
    private byte[] bytes;
    private Descriptor descriptor;

    @Setup
    public void make() {
        type = kind.type();
        bytes = kind.ofSize(size);
        descriptor = Types.message(type.message());
        if (!(rewriter.rewrite(type, bytes, RewriteContext.DEFAULT) instanceof RewriteOutcome.Accepted)) {
            throw new IllegalStateException("refused: " + rewriter.rewrite(type, bytes, RewriteContext.DEFAULT));
        }
    }

    @Benchmark
    public RewriteOutcome rewrite(Work work) {
        work.megabytes += bytes.length / 1e6;
        return rewriter.rewrite(type, bytes, RewriteContext.DEFAULT);
    }

    @Benchmark
    public DynamicMessage parse(Work work) throws InvalidProtocolBufferException {
        work.megabytes += bytes.length / 1e6;
        return DynamicMessage.parseFrom(descriptor, bytes);
    }
}
