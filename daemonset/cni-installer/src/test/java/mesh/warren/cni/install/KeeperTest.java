package mesh.warren.cni.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class KeeperTest {

    private static final String BRIDGE = "{\"name\": \"n\", \"plugins\": [{\"type\": \"bridge\"}]}";

    @TempDir
    private Path conf;
    @TempDir
    private Path home;
    private final AtomicBoolean agent = new AtomicBoolean();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private Path file;
    private Path ready;
    private Thread keeper;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(conf.resolve("10-bridge.conflist"), BRIDGE);
        ready = home.resolve("ready");
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (keeper != null) {
            keeper.interrupt();
            keeper.join();
        }
    }

    @Test
    void thePluginComesWithTheFirstAgentAndStaysWhenTheAgentGoes() throws Exception {
        keep(false);
        await(() -> !log.isEmpty());
        assertFalse(installed());
        assertFalse(Files.exists(ready));

        agent.set(true);
        await(this::installed);
        await(() -> Files.exists(ready));

        agent.set(false);
        Files.writeString(file, BRIDGE);
        await(this::installed);
    }

    @Test
    void anotherHandsRewriteIsFollowedWithinASecond() throws Exception {
        keep(true);
        await(this::installed);
        long begin = System.nanoTime();
        Files.writeString(file, BRIDGE + "\n");
        await(this::installed);
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toMillis() < 5_000, "a rewrite is seen by inotify, not by the poll");
    }

    @Test
    void whatStaysTheSameIsSaidOnce() throws Exception {
        Keeper looking = new Keeper(installation(), ready, () -> true, log::add);
        looking.look();
        looking.look();
        looking.look();
        assertEquals(2, log.size(), log::toString); // put there; is there
    }

    private boolean installed() {
        try {
            return Files.readString(file).contains("warren");
        } catch (IOException e) {
            return false;
        }
    }

    private void keep(boolean before) throws IOException {
        Keeper kept = new Keeper(installation(), ready, agent::get, log::add);
        keeper = Thread.ofPlatform().start(() -> {
            try {
                kept.keep(new ConfFolder(conf), before);
            } catch (IOException | InterruptedException end) {
                // The test is over.
            }
        });
    }

    private Installation installation() throws IOException {
        return new Installation(new ConfFolder(conf), new Journal(home, InstantSource.system()), "{\"type\": \"warren\"}");
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "did not come true in 20 s");
            Thread.sleep(10);
        }
    }
}
