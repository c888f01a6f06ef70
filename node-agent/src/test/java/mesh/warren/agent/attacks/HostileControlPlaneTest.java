package mesh.warren.agent.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import mesh.warren.agent.views.Sent;
import mesh.warren.demo.node.CniFailedException;
import mesh.warren.demo.node.Pod;
import mesh.warren.model.xds.Packed;
import mesh.warren.model.xds.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a control plane does with its stream to harm others. */
@Tag("attacks")
@ExtendWith(Arena.Open.class)
class HostileControlPlaneTest {

    private static final int PUSHES = 20;

    private final Arena arena = Arena.open();

    @Test
    void aThousandPushesASecond() throws Exception {
        Fed calm = Fed.join(arena, arena.calm(), "calm", "calm");
        Fed flooding = Fed.join(arena, arena.hostile(), "hostile", "flooding");
        pushed(calm);
        double without = pushed(calm);
        arena.attack(new Attack("e", "1,000 pushes a second from one control plane", "`limits.updatesPerSecond`, 64 at most wait", "always on"), () -> {
            AtomicBoolean stop = new AtomicBoolean();
            Thread flood = Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; !stop.get(); i++) {
                    flooding.push(ResourceType.CLUSTER, Map.of("web", Packed.any(Sent.eds("web", 1 + i % 50))));
                    LockSupport.parkNanos(900_000);
                }
            });
            double with = pushed(calm);
            stop.set(true);
            flood.join();
            assertTrue(with < without * 10 + 1_000, with + " ms instead of " + without);
            return String.format("another control plane's push to ACK, median: %.0f ms, %.0f ms without the flood (%.2f times)", with, without, with / without);
        });
    }

    /** Median milliseconds from push to ACK. */
    private static double pushed(Fed fed) throws Exception {
        double[] millis = new double[PUSHES];
        for (int i = 0; i < PUSHES; i++) {
            long start = System.nanoTime();
            assertEquals("", fed.answer(fed.push(ResourceType.ENDPOINTS, Map.of("web", Packed.any(Sent.endpoints("web", "10.0.1." + (1 + i % 200)))))));
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[PUSHES / 2];
    }

    @Test
    void aPushThatIsLargerThanTheAgentsHeap() throws Exception {
        Fed large = Fed.join(arena, arena.hostile(), "hostile", "large");
        arena.attack(new Attack("e", "a push of 100 MB, more than the agent's heap", "`limits.messageBytes`, before it is read", "always on"), () -> {
            large.push(ResourceType.CLUSTER, Map.of("web", Packed.any(Sent.eds("w".repeat(100 << 20), 1))));
            large.awaitEnd();
            return "the stream is ended with the size and the limit";
        });
    }

    @Test
    void aControlPlaneThatNeverAnswers() throws Exception {
        arena.attack(new Attack("e", "a control plane that never answers", "ADD waits within its time, for this pod only", "always on"), () -> {
            assertThrows(CniFailedException.class, () -> Pod.create(arena.node().node(), arena.node().chain(2), "mute", "mute"));
            return "ADD of its pod says so";
        });
    }

    @Test
    void aControlPlaneThatAnswersGarbage() throws Exception {
        arena.attack(new Attack("e", "a control plane that answers garbage", "ADD waits within its time, for this pod only", "always on"), () -> {
            assertThrows(CniFailedException.class, () -> Pod.create(arena.node().node(), arena.node().chain(2), "garbage", "garbage"));
            return "ADD of its pod says so";
        });
    }

    @Test
    void anotherPodsNodeId() throws Exception {
        arena.attack(new Attack("f", "a pod that is named so that its Node id is another's", "the Node id ends with the pod's own Kubernetes namespace", "always on"), () -> {
            Fed thief = Fed.join(arena, arena.hostile(), "hostile", "victim.shop");
            assertEquals("victim.shop.hostile", thief.nodeId());
            return "it is another id";
        });
    }
}
