package mesh.warren.agent.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import mesh.warren.model.id.PodUid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins must be seen by an Envoy in another mount namespace that was there before them, as in a container of its own. */
@Tag("node")
class PinPropagationTest {

    @TempDir
    private Path run;

    private final TestNetwork network = new TestNetwork();
    private Pins pins;
    private Process other;
    private boolean mounted;

    @AfterEach
    void takeDown() throws Exception {
        if (other != null) {
            other.destroy();
            other.waitFor();
        }
        pins.destroy();
        if (mounted) {
            Linux.umount2(run.toString(), Linux.MNT_DETACH);
        }
        network.close();
    }

    @Test
    void beneathAMountThatIsPrivate() throws Exception {
        mountRun("--make-private");
        pins = Pins.in(run);
        assertTrue(MountTable.read().at(pins.folder()).orElseThrow().shared());
        assertPinsComeAndGo();
    }

    @Test
    void beneathAMountThatIsSharedAndStaysAsItIs() throws Exception {
        mountRun("--make-shared");
        pins = Pins.in(run);
        assertTrue(MountTable.read().at(pins.folder()).isEmpty());
        assertPinsComeAndGo();
    }

    @Test
    void preparedTwiceThereIsOneMount() throws Exception {
        pins = Pins.in(run);
        Pins.in(run);
        long mounts = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(" " + pins.folder() + " ")).count();
        assertEquals(1, mounts);
    }

    private void assertPinsComeAndGo() throws Exception {
        other = new ProcessBuilder("unshare", "--mount", "--propagation", "slave", "cat").start();
        Path theirs = Path.of("/proc/" + other.pid() + "/ns/mnt");
        Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"));
        await(() -> !Files.readSymbolicLink(theirs).equals(ours)
                && Files.readString(Path.of("/proc/" + other.pid() + "/comm")).strip().equals("cat"));

        Pin pin = pins.create(new PodUid("pod"), network.namespace("a"));
        assertTrue(seen(pin.path()));
        pins.remove(pin.path());
        assertTrue(!seen(pin.path()));
    }

    private boolean seen(Path path) throws IOException {
        return MountTable.parse(Files.readAllLines(Path.of("/proc/" + other.pid() + "/mountinfo"))).at(path)
                .filter(mount -> mount.fileSystem().equals("nsfs")).isPresent();
    }

    private void mountRun(String propagation) throws Exception {
        run(new ProcessBuilder("mount", "-t", "tmpfs", "wk", run.toString()));
        mounted = true;
        run(new ProcessBuilder("mount", propagation, run.toString()));
    }

    private static void run(ProcessBuilder command) throws Exception {
        assertEquals(0, command.inheritIO().start().waitFor(), () -> String.join(" ", command.command()));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "the other mount namespace is not there");
            Thread.sleep(10);
        }
    }
}
