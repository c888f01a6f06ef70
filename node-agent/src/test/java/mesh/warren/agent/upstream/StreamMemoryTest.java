package mesh.warren.agent.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.Protocol;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one more stream costs when its pod is sent what others were sent: 1,000 clusters of 1 KiB. */
@Tag("process")
class StreamMemoryTest {

    private static final int BUDGET = 64 << 10;
    private static final int FURTHER = 100;

    @Test
    void aFurtherStreamCostsNoMoreThan64KiBBothEndsTogether() throws Exception {
        RecordingObserver observer = new RecordingObserver();
        try (ScriptedControlPlane server = ScriptedControlPlane.plain(); Upstream upstream = Sidecars.upstream(observer)) {
            ControlPlane plane = Sidecars.plane(server.address(), Protocol.DELTA);
            Map<String, Any> clusters = IntStream.range(0, 1000).boxed()
                    .collect(Collectors.toMap(i -> "cluster-" + i, i -> Sidecars.cluster("cluster-" + i, "x".repeat(1000))));
            DeltaDiscoveryResponse all = Sidecars.delta(ResourceType.CLUSTER, "1", clusters);
            for (int i = 0; i < 20; i++) {
                serve(server, upstream, observer, plane, all, "early-" + i);
            }
            long before = Heap.used();
            for (int i = 0; i < FURTHER; i++) {
                serve(server, upstream, observer, plane, all, "late-" + i);
            }
            long each = (Heap.used() - before) / FURTHER;
            assertTrue(each <= BUDGET, each + " bytes for each further stream");
            assertEquals(1000, Sidecars.status(upstream, "late-7").orElseThrow().resources());
        }
    }

    private static void serve(ScriptedControlPlane server, Upstream upstream, RecordingObserver observer, ControlPlane plane,
            DeltaDiscoveryResponse all, String pod) throws InterruptedException {
        upstream.join(Sidecars.pod(pod), plane);
        server.<DeltaDiscoveryRequest, DeltaDiscoveryResponse>next().send(all);
        UpstreamPush push = observer.push();
        upstream.ack(push.pod(), push.number());
    }
}
