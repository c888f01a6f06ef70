package mesh.warren.agent.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.warren.agent.netns.Netns;
import mesh.warren.agent.netns.Pin;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.netns.TestNetwork;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent finds again, with real namespaces. */
@Tag("node")
class RecoveryTest {

    @TempDir
    private Path folder;

    private final TestNetwork network = new TestNetwork();
    private Pins pins;
    private Registry registry;

    @BeforeEach
    void prepare() throws IOException {
        pins = Pins.in(folder.resolve("run"));
        registry = Registry.open(folder.resolve("state"));
    }

    @AfterEach
    void takeDown() throws IOException {
        registry.close();
        pins.destroy();
        network.close();
    }

    @Test
    void eachPodIsKeptPinnedAgainOrLostAndOrphansAreNamed() throws Exception {
        PodRecord kept = join("kept", network.namespace("a"));
        network.delete(kept.netnsPath());
        PodRecord unpinned = join("unpinned", network.namespace("b"));
        pins.remove(unpinned.pin());
        PodRecord lost = join("lost", network.namespace("c"));
        pins.remove(lost.pin());
        network.delete(lost.netnsPath());
        Pin orphan = pins.create(new PodUid("orphan"), network.namespace("d"));

        registry.close();
        registry = Registry.open(folder.resolve("state"));
        Recovery recovery = Recovery.run(registry, pins);

        assertEquals(List.of(kept), recovery.kept());
        assertEquals(List.of(lost), recovery.lost());
        assertEquals(List.of(orphan), recovery.orphans());
        PodRecord pinned = recovery.pinned().getFirst();
        assertEquals(unpinned.uid(), pinned.uid());
        assertNotEquals(unpinned.pin(), pinned.pin());
        assertTrue(pins.holds(new Pin(pinned.uid(), pinned.netns(), pinned.pin())));
        assertEquals(Set.of(kept.uid(), pinned.uid()), registry.snapshot().pods().keySet());
    }

    @Test
    void aPathThatIsAnotherNamespaceByNowIsNotThePod() throws Exception {
        Path path = network.namespace("a");
        PodRecord pod = join("moved", path);
        pins.create(new PodUid("keeps-the-inode"), path); // else the kernel gives the number to the next one
        pins.remove(pod.pin());
        network.delete(path);
        network.namespace("a");
        assertEquals(List.of(pod), Recovery.run(registry, pins).lost());
    }

    private PodRecord join(String uid, Path netns) throws Exception {
        Pin pin = pins.create(new PodUid(uid), netns);
        PodRecord pod = new PodRecord(pin.pod(), PodName.parse("shop/" + uid), "container-" + uid, "eth0", netns, Netns.identify(netns),
                pin.path(), List.of(), Map.of());
        registry.join(pod);
        return pod;
    }
}
