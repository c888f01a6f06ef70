package mesh.warren.bench.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.warren.demo.mesh.MeshSidecar;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.listen.DoorSettings;
import mesh.warren.model.listen.PodNetwork;
import mesh.warren.model.listen.fold.Folded;
import mesh.warren.model.listen.fold.Folding;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome.Accepted;
import mesh.warren.model.rewrite.Rewriter;
import mesh.warren.model.symbolic.SymbolicResource;
import mesh.warren.model.xds.PhysicalResource;
import mesh.warren.model.xds.ResourceType;
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

/** What doors cost: folding a sidecar's listeners, and writing the doors of one pod. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx256m"})
public class DoorsBenchmark {

    @Param({"100", "1000"})
    int services;

    private BuiltinNode node;
    private List<SymbolicResource> listeners;

    @Setup
    public void make() {
        node = new BuiltinNode(services);
        Rewriter rewriter = new Rewriter(ApiTable.committed(), UpstreamBinding.shared("/run/warren/void"));
        listeners = MeshSidecar.of(0, services).sidecar().resources().stream()
                .filter(sent -> sent.typeUrl().equals(ResourceType.LISTENER.typeUrl()))
                .map(sent -> ((Accepted) rewriter.rewrite(sent.typeUrl(), sent.bytes(), RewriteContext.DEFAULT)).resource()).toList();
    }

    /** Half as many listeners as Services. */
    @Benchmark
    public Folded fold() {
        return Folding.fold(listeners, DoorSettings.DEFAULT);
    }

    /** Both doors of a pod of the built-in virtual Envoy. */
    @Benchmark
    public List<PhysicalResource> builtinDoorsOfOnePod() {
        PodNetwork pod = BuiltinNode.pod(7);
        return node.doorsOf(pod);
    }
}
