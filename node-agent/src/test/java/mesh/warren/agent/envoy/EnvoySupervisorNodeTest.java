package mesh.warren.agent.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mesh.warren.agent.downstream.AdsServer;
import mesh.warren.agent.downstream.EnvoyObserver;
import mesh.warren.agent.netns.Netns;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("node")
class EnvoySupervisorNodeTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final BlockingQueue<EnvoyProcess> started = new LinkedBlockingQueue<>();
    private final EnvoyWatcher watcher = new EnvoyWatcher() {
        @Override
        public void started(EnvoyProcess envoy, boolean adopted) {
            started.add(envoy);
        }
    };

    private EnvoyNode node;
    private EnvoySupervisor supervisor;

    @BeforeEach
    void startAgentAndEnvoy() throws Exception {
        node = new EnvoyNode();
        AdsServer server = node.startServer(EnvoyObserver.NONE);
        supervisor = EnvoySupervisor.start(node.launch(), watcher);
        server.publish(PhysicalSnapshot.EMPTY);
        supervisor.awaitReady(LIMIT);
    }

    @AfterEach
    void takeDown() throws Exception {
        if (supervisor != null) {
            supervisor.terminate();
        }
        node.close();
    }

    @Test
    void envoyRunsInTheVoidAsItsOwnUserWithTwoCapabilitiesAndNoEnvironment() throws Exception {
        Path proc = Path.of("/proc/" + supervisor.process().pid());

        assertEquals(node.empty().netns(), Netns.identify(proc.resolve("ns/net")));
        assertEquals(0, Files.readAllBytes(proc.resolve("environ")).length);
        assertEquals("15050\t15050\t15050\t15050", status(proc, "Uid:"));
        assertEquals("15050\t15050\t15050\t15050", status(proc, "Gid:"));
        assertEquals("", status(proc, "Groups:").strip());
        String sysAdminAndNetAdmin = String.format("%016x", 1L << 21 | 1L << 12);
        assertEquals(sysAdminAndNetAdmin, status(proc, "CapEff:"));
        assertEquals(sysAdminAndNetAdmin, status(proc, "CapBnd:"));
        assertEquals("1", status(proc, "NoNewPrivs:"));
        assertEquals(supervisor.process().pid(), session(proc), "a session of its own");
    }

    @Test
    void folderAndSocketsAreClosedToOthers() throws Exception {
        EnvoyFolder folder = supervisor.folder();

        assertEquals("rwx------", mode(folder.path()));
        assertEquals("rw-------", mode(folder.adminSocket()));
        assertEquals("rw-------", mode(folder.adsSocket()));
        assertEquals(15050, Files.getAttribute(folder.path(), "unix:uid"));
        assertEquals(15050, Files.getAttribute(folder.adminSocket(), "unix:uid"));
    }

    @Test
    void aKilledEnvoyIsServingAgainByItself() throws Exception {
        EnvoyProcess first = started.poll(20, TimeUnit.SECONDS);

        long killed = System.nanoTime();
        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        EnvoyProcess second = started.poll(20, TimeUnit.SECONDS);
        supervisor.awaitReady(LIMIT);

        System.getLogger("figures").log(System.Logger.Level.INFO, "kill -9 to ready: {0} ms; empty Envoy: {1}",
                (System.nanoTime() - killed) / 1_000_000, ProcessMemory.of(second.pid()));
        assertNotEquals(first, second);
        assertFalse(first.alive());
        assertEquals(second, supervisor.process());
    }

    @Test
    void aNewAgentFindsTheRunningEnvoyAndNoticesItsDeathAlthoughItIsNoChild() throws Exception {
        EnvoyProcess envoy = started.poll(20, TimeUnit.SECONDS);
        supervisor.stop();
        assertTrue(envoy.alive(), "the agent's end does not end Envoy");

        supervisor = EnvoySupervisor.start(node.launch(), watcher);

        assertEquals(envoy, started.poll(20, TimeUnit.SECONDS));
        ProcessHandle.of(envoy.pid()).orElseThrow().destroyForcibly();
        assertNotEquals(envoy, started.poll(20, TimeUnit.SECONDS));
        supervisor.awaitReady(LIMIT);
    }

    @Test
    void envoyIsFoundWithoutItsPidFile() throws Exception {
        EnvoyProcess envoy = supervisor.process();
        supervisor.stop();
        Files.delete(supervisor.folder().pidFile());

        supervisor = EnvoySupervisor.start(node.launch(), watcher);

        assertEquals(envoy, supervisor.process());
    }

    @Test
    void terminateEndsEnvoyAndItIsNotStartedAgain() throws Exception {
        EnvoyProcess envoy = started.poll(20, TimeUnit.SECONDS);

        supervisor.terminate();

        assertFalse(envoy.alive());
        assertFalse(Files.exists(supervisor.folder().pidFile()));
        assertEquals(0, started.size());
    }

    @Test
    void theAdminSocketAnswers() throws Exception {
        AdminClient admin = supervisor.admin();

        assertTrue(admin.serverInfo().contains("\"state\": \"LIVE\""));
        assertEquals(1, admin.counter("server.live"));
        assertTrue(admin.configDump().contains("\"warren-agent\""));
        assertThrows(IOException.class, () -> admin.get("/nothing-here"));
    }

    private static String status(Path proc, String field) throws IOException {
        return Files.readAllLines(proc.resolve("status")).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()).strip())
                .findFirst().orElseThrow();
    }

    private static long session(Path proc) throws IOException {
        String stat = Files.readString(proc.resolve("stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
