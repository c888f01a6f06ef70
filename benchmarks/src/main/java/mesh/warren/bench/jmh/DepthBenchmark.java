package mesh.warren.bench.jmh;

import com.github.xds.type.matcher.v3.Matcher;
import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.concurrent.TimeUnit;
import mesh.warren.model.api.ApiTable;
import mesh.warren.model.confine.UpstreamBinding;
import mesh.warren.model.rewrite.RewriteContext;
import mesh.warren.model.rewrite.RewriteOutcome;
import mesh.warren.model.rewrite.Rewriter;
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

/**
 * What is allocated ({@code -prof gc}, {@code gc.alloc.rate.norm}) when the same bytes are nested deeper: matchers inside of each other, a
 * reference to a cluster in the innermost, the size made equal by the length of a label.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class DepthBenchmark {

    private static final int SIZE = 8_192;

    /** Each level is two messages. */
    @Param({"1", "6", "12", "24"})
    public int levels;

    private final Rewriter rewriter = new Rewriter(ApiTable.committed(), UpstreamBinding.shared("/run/warren/void"));
    private byte[] bytes;

    @Setup
    public void make() {
        // With the label the lengths around it grow too, by a few bytes.
        bytes = nested("x".repeat(SIZE - nested("x".repeat(SIZE / 2)).length + SIZE / 2));
        if (bytes.length != SIZE || !(rewrite() instanceof RewriteOutcome.Accepted)) {
            throw new IllegalStateException(bytes.length + " bytes: " + rewrite());
        }
    }

    private byte[] nested(String label) {
        var route = Route.newBuilder().setMatch(RouteMatch.newBuilder().setPrefix("/")).setRoute(RouteAction.newBuilder().setCluster("c")).build();
        var action = Matcher.OnMatch.newBuilder().setAction(com.github.xds.core.v3.TypedExtensionConfig.newBuilder().setName("route")
                .setTypedConfig(Any.pack(route, "type.googleapis.com/")));
        for (int i = 1; i < levels; i++) {
            action = Matcher.OnMatch.newBuilder().setMatcher(Matcher.newBuilder().setOnNoMatch(action));
        }
        return RouteConfiguration.newBuilder().setName("r").addVirtualHosts(VirtualHost.newBuilder().setName("v" + label).addDomains("*")
                .setMatcher(Matcher.newBuilder().setOnNoMatch(action))).build().toByteArray();
    }

    @Benchmark
    public RewriteOutcome rewrite() {
        return rewriter.rewrite(ResourceType.ROUTES, bytes, RewriteContext.DEFAULT);
    }
}
