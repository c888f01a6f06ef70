package mesh.warren.agent.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class RegistryTest {

    @TempDir
    private Path state;

    private Registry registry;

    @BeforeEach
    void open() throws IOException {
        registry = Registry.open(state);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void whatJoinedIsThereAfterARestart() throws Exception {
        PodRecord shop = pod("uid-1", "c1", 101);
        assertEquals(new Joined.Added(shop), registry.join(shop));
        registry.close();
        registry = Registry.open(state);
        assertEquals(List.of(shop), List.copyOf(registry.snapshot().all()));
        assertEquals(List.of(), registry.broken());
    }

    @Test
    void theSameContainerTwiceChangesNothing() throws Exception {
        PodRecord shop = pod("uid-1", "c1", 101);
        registry.join(shop);
        RegistrySnapshot before = registry.snapshot();
        assertEquals(new Joined.Unchanged(shop), registry.join(pod("uid-1", "c1", 101)));
        assertSame(before, registry.snapshot());
    }

    @Test
    void aNewSandboxOfThePodReplacesTheOldOneAndItsLateDeleteDoesNothing() throws Exception {
        PodRecord old = pod("uid-1", "c1", 101);
        PodRecord young = pod("uid-1", "c2", 102);
        registry.join(old);
        assertEquals(new Joined.Replaced(young, old), registry.join(young));
        assertEquals(Optional.empty(), registry.leave("c1"));
        assertEquals(Optional.of(young), registry.leave("c2"));
        assertEquals(Optional.empty(), registry.leave("c2"));
    }

    @Test
    void aNamespaceThatIsAnotherPodsIsRefused() throws Exception {
        registry.join(pod("uid-1", "c1", 101));
        String message = assertThrows(JoinRefused.class, () -> registry.join(pod("uid-2", "c2", 101))).getMessage();
        assertTrue(message.contains("shop/uid-2") && message.contains("is that of pod shop/uid-1"), message);
        assertFalse(Files.exists(state.resolve("pods/uid-2.json")));
        assertThrows(JoinRefused.class, () -> registry.join(pod("uid-3", "c1", 103)));
    }

    @Test
    void aSecondInterfaceOfTheSameContainerIsRefused() throws Exception {
        PodRecord pod = pod("uid-1", "c1", 101);
        registry.join(pod);
        PodRecord second = new PodRecord(pod.uid(), pod.name(), pod.containerId(), "net1", pod.netnsPath(), pod.netns(), pod.pin(),
                pod.addresses(), pod.annotations());
        String message = assertThrows(JoinRefused.class, () -> registry.join(second)).getMessage();
        assertTrue(message.contains("has joined with its interface eth0") && message.contains("network of net1"), message);
        assertEquals(List.of(pod), List.copyOf(registry.snapshot().all()));
    }

    @Test
    void whoLeftStaysAwayAfterARestart() throws Exception {
        registry.join(pod("uid-1", "c1", 101));
        registry.join(pod("uid-2", "c2", 102));
        registry.leave(new PodUid("uid-1"));
        registry.close();
        registry = Registry.open(state);
        assertEquals(Optional.empty(), registry.snapshot().pod(new PodUid("uid-1")));
        assertTrue(registry.snapshot().netns(new NetnsId(4, 102)).isPresent());
    }

    @Test
    void brokenFilesAreNamedWithTheirReasonAndTheOthersLoaded() throws Exception {
        registry.join(pod("uid-1", "c1", 101));
        registry.join(pod("uid-2", "c2", 102));
        registry.close();
        Path pods = state.resolve("pods");
        Files.writeString(pods.resolve("half.json"), "{\"version\": 1, \"uid\": \"ha");
        Files.writeString(pods.resolve("field.json"), "{\"version\": 1, \"uid\": 7}");
        Files.writeString(pods.resolve("young.json"), "{\"version\": 2}");
        Files.writeString(pods.resolve("list.json"), "[]");
        Files.writeString(pods.resolve("uid-9.json"), Files.readString(pods.resolve("uid-2.json")).replace("uid-2", "uid-9"));
        Files.writeString(pods.resolve("uid-1.json.tmp"), "unfinished");

        registry = Registry.open(state);
        assertEquals(2, registry.snapshot().all().size());
        String broken = String.join("\n", registry.broken());
        assertEquals(5, registry.broken().size(), broken);
        assertTrue(broken.contains("half.json: not JSON"), broken);
        assertTrue(broken.contains("field.json: uid: want a string, found 7"), broken);
        assertTrue(broken.contains("young.json: version: 2 is of another agent"), broken);
        assertTrue(broken.contains("list.json: version: missing"), broken);
        assertTrue(broken.contains("uid-9.json: pod shop/uid-9 (uid-9): its network namespace"), broken);
        assertTrue(Files.exists(pods.resolve("half.json.broken")));
        assertFalse(Files.exists(pods.resolve("uid-1.json.tmp")));
    }

    @Test
    void listenersSeeEachChangeInOrderAndNoOther() throws Exception {
        List<String> seen = new ArrayList<>();
        registry.addListener((before, after) -> seen.add(before.pods().keySet() + ">" + after.pods().keySet()));
        registry.join(pod("uid-1", "c1", 101));
        registry.join(pod("uid-1", "c1", 101));
        registry.leave("unknown");
        registry.leave("c1");
        assertEquals(List.of("[]>[uid-1]", "[uid-1]>[]"), seen);
    }

    @Test
    void aRecordThatCannotBeWrittenIsNotSeen() throws Exception {
        Files.createDirectories(state.resolve("pods/uid-1.json.tmp"));
        assertInstanceOf(IOException.class, assertThrows(IOException.class, () -> registry.join(pod("uid-1", "c1", 101))));
        assertEquals(RegistrySnapshot.EMPTY, registry.snapshot());
    }

    private static PodRecord pod(String uid, String container, long inode) {
        return new PodRecord(new PodUid(uid), PodName.parse("shop/" + uid), container, "eth0", Path.of("/run/netns/" + container),
                new NetnsId(4, inode), Path.of("/run/warren/netns/" + uid + "-" + inode),
                List.of(InetAddress.ofLiteral("10.77.0.11"), InetAddress.ofLiteral("fd77::11")),
                Map.of("warren.mesh/exclude-outbound-ports", "22"));
    }
}
