package mesh.warren.bench.jmh;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.downstream.DeltaResponses;
import mesh.warren.model.snapshot.Push;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceType;
import mesh.warren.model.xds.Version;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From symbolic bytes to the wire: names filled in, the version, the response. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx256m"})
public class EncodingBenchmark {

    private BuiltinNode node;
    private SymbolicResource cluster;
    private ByteString bytes;
    private Push one;
    private Push thousand;

    @Setup
    public void make() {
        node = new BuiltinNode(1_000);
        cluster = node.envoy.resources().values().stream().filter(r -> r.key().type() == ResourceType.CLUSTER).skip(500).findFirst()
                .orElseThrow();
        bytes = resolve();
        List<PhysicalResource> clusters =
                node.envoy.plain().stream().filter(r -> r.key().type() == ResourceType.CLUSTER).limit(1_000).toList();
        one = new Push(1, ResourceType.CLUSTER, clusters.subList(0, 1), List.of());
        thousand = new Push(2, ResourceType.CLUSTER, clusters, List.of());
    }

    /** Physical names put into one cluster. */
    @Benchmark
    public ByteString resolve() {
        return cluster.bytes().resolve(node.envoy::plain);
    }

    /** The version of one cluster. */
    @Benchmark
    public Version version() {
        return Version.of(bytes);
    }

    /** The response with one cluster, serialised. */
    @Benchmark
    public byte[] responseOfOne() {
        return DeltaResponses.of(one).toByteArray();
    }

    /** The response with a thousand clusters, serialised. */
    @Benchmark
    public byte[] responseOfThousand() {
        return DeltaResponses.of(thousand).toByteArray();
    }
}
