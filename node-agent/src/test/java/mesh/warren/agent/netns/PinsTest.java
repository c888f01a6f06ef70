package mesh.warren.agent.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodUid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
class PinsTest {

    private static final PodUid POD = new PodUid("3f2b-pod");

    @TempDir
    private Path run;

    private final TestNetwork network = new TestNetwork();
    private Pins pins;

    @BeforeEach
    void prepare() throws IOException {
        pins = Pins.in(run);
    }

    @AfterEach
    void takeDown() throws IOException {
        pins.destroy();
        network.close();
    }

    @Test
    void aPinKeepsTheNamespaceWhenItsNameIsDeleted() throws IOException {
        Path name = network.namespace("a");
        Pin pin = pins.create(POD, name);
        network.delete(name);
        assertTrue(pins.holds(pin));
        assertEquals(List.of("lo"), NetnsThread.call(pin.path(), pin.netns(), Interfaces::here).links().stream()
                .map(Interfaces.Link::name).toList());
    }

    @Test
    void twoPathsOfOneNamespaceHaveOneIdentityAndTwoNamespacesHaveTwo() throws IOException {
        Path a = network.namespace("a");
        Pin pin = pins.create(POD, a);
        assertEquals(Netns.identify(a), Netns.identify(pin.path()));
        assertNotEquals(Netns.identify(a), Netns.identify(network.namespace("b")));
    }

    @Test
    void theSamePodAndNamespaceIsTheSamePinButANewOneHasAPathOfItsOwn() throws IOException {
        Path a = network.namespace("a");
        Pin first = pins.create(POD, a);
        assertEquals(first, pins.create(POD, a));
        pins.remove(first.path());
        assertNotEquals(first.path(), pins.create(POD, a).path());
    }

    @Test
    void anAgentThatStartsAgainFindsItsPinsAndSweepsWhatIsNoneAnyMore() throws IOException {
        Pin kept = pins.create(POD, network.namespace("a"));
        Pin unmounted = pins.create(new PodUid("other"), network.namespace("b"));
        Linux.umount2(unmounted.path().toString(), Linux.MNT_DETACH);

        Pins again = Pins.in(run);
        assertEquals(List.of(kept), again.list());
        assertFalse(again.holds(unmounted));
        assertEquals(1, again.sweep());
        assertFalse(Files.exists(unmounted.path()));
        assertTrue(again.holds(kept));
    }

    @Test
    void removingAPinWhoseMountOrFileIsGoneSucceeds() throws IOException {
        Pin pin = pins.create(POD, network.namespace("a"));
        Linux.umount2(pin.path().toString(), Linux.MNT_DETACH);
        pins.remove(pin.path());
        pins.remove(pin.path());
        assertFalse(Files.exists(pin.path()));
    }

    @Test
    void nothingButAPinCanBeRemoved() throws IOException {
        VoidNetns empty = VoidNetns.findOrCreate(pins);
        assertThrows(IllegalArgumentException.class, () -> pins.remove(empty.path()));
        assertThrows(IllegalArgumentException.class, () -> pins.remove(run.resolve("pod-1-00000000")));
    }

    @Test
    void aPathThatIsGoneOrNoNamespaceSaysWhatToDo() throws IOException {
        LinuxException gone = assertThrows(LinuxException.class, () -> pins.create(POD, run.resolve("gone")));
        assertEquals(Linux.ENOENT, gone.errno());
        assertTrue(gone.getMessage().contains("the pod's network namespace is gone"), gone.getMessage());
        Path file = Files.createFile(run.resolve("file"));
        String ordinary = assertThrows(IOException.class, () -> pins.create(POD, file)).getMessage();
        assertTrue(ordinary.contains(file + " is not a network namespace"), ordinary);
        String other = assertThrows(IOException.class, () -> pins.create(POD, Path.of("/proc/self/ns/uts"))).getMessage();
        assertTrue(other.contains("is not a network namespace"), other);
        assertEquals(List.of(), pins.list());
    }

    @Test
    void aThreadThatExpectsAnotherNamespaceDoesNotEnter() throws IOException {
        Path a = network.namespace("a");
        NetnsId other = Netns.identify(network.namespace("b"));
        String message = assertThrows(IOException.class,
                () -> NetnsThread.call(a, other, () -> "entered")).getMessage();
        assertTrue(message.contains("the pod was replaced"), message);
    }

    @Test
    void theCallersThreadStaysWhereItIs() throws IOException {
        NetnsId home = Netns.identify(Path.of("/proc/thread-self/ns/net"));
        Path a = network.namespace("a");
        NetnsId inside = NetnsThread.call(a, () -> Netns.identify(Path.of("/proc/thread-self/ns/net")));
        assertThrows(IOException.class, () -> NetnsThread.call(a, () -> {
            throw new IOException("the task failed");
        }));
        assertEquals(Netns.identify(a), inside);
        assertEquals(home, Netns.identify(Path.of("/proc/thread-self/ns/net")));
    }

    @Test
    void theVoidIsFoundAgainAndRefusedWhenItIsNotEmpty() throws IOException {
        VoidNetns empty = VoidNetns.findOrCreate(pins);
        assertEquals(empty, VoidNetns.findOrCreate(Pins.in(run)));
        Interfaces interfaces = NetnsThread.call(empty.path(), Interfaces::here);
        assertEquals(List.of(new Interfaces.Link(1, "lo", false)), interfaces.links());
        assertEquals(List.of(), interfaces.addresses());

        empty.loopbackUp();
        assertEquals(List.of(new Interfaces.Link(1, "lo", true)), NetnsThread.call(empty.path(), Interfaces::here).links());
        assertEquals(empty, VoidNetns.findOrCreate(pins), "with its loopback up it is still empty: the DNS relay answers there");

        NetnsThread.call(empty.path(), () -> new ProcessBuilder("ip", "link", "add", "x0", "type", "veth", "peer", "name", "x1").start().onExit().join());
        String message = assertThrows(IOException.class, () -> VoidNetns.findOrCreate(pins)).getMessage();
        assertTrue(message.contains("is not empty: interface x"), message);
    }
}
