package mesh.warren.bench.jmh;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.snapshot.Push;
import mesh.warren.model.snapshot.PushLimits;
import mesh.warren.model.snapshot.References;
import mesh.warren.model.snapshot.Rollout;
import mesh.warren.model.snapshot.SnapshotDiff;
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

/** What a change costs between sharing and the wire, at the size of the budget (design section 8). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx256m"})
public class SnapshotBenchmark {

    @Param("250")
    int pods;

    @Param("1000")
    int services;

    private PhysicalSnapshot one;
    private PhysicalSnapshot other;
    private Rollout rollout;
    private PhysicalResource changed;
    private PhysicalResource back;
    private boolean turn;

    @Setup
    public void make() {
        List<PhysicalResource> all = new BuiltinNode(services).physical(pods);
        one = PhysicalSnapshot.of(all);
        back = one.ofType(ResourceType.CLUSTER).get(services / 2);
        // An unknown field: it is another version, and that is all that matters here.
        changed = PhysicalResource.of(back.key(), back.content().concat(ByteString.copyFrom(new byte[] {(byte) 0xf8, 0x7f, 1})));
        other = one.with(List.of(changed), List.of());
        rollout = new Rollout(PushLimits.DEFAULT, References.BY_CONTENT);
        rollout.target(one);
        for (ResourceType type : List.of(ResourceType.CLUSTER, ResourceType.LISTENER)) {
            rollout.request(type, List.of("*"), List.of(), Map.of(), true);
        }
        drain();
    }

    /** One resource replaced in the snapshot. */
    @Benchmark
    public PhysicalSnapshot with() {
        return one.with(List.of(changed), List.of());
    }

    /** What differs in two snapshots that differ in one resource. */
    @Benchmark
    public SnapshotDiff between() {
        return SnapshotDiff.between(one, other);
    }

    /** A new target that differs in one cluster: sent and acknowledged. */
    @Benchmark
    public int rolloutOfOneChange() {
        turn = !turn;
        rollout.target(turn ? other : one);
        int sent = drain();
        if (sent != 1) {
            throw new IllegalStateException("one resource should have been sent, not " + sent);
        }
        return sent;
    }

    private int drain() {
        int sent = 0;
        for (Optional<Push> push = rollout.next(); push.isPresent(); push = rollout.next()) {
            sent += push.get().resources().size();
            rollout.acked(push.get().type(), push.get().nonce());
        }
        return sent;
    }
}
