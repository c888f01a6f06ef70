package mesh.warren.cni.install;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import mesh.warren.cni.json.JsonReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class InstallationTest {

    private static final String ENTRY = "{\"type\": \"warren\", \"agentAbsent\": \"allow\"}";
    private static final String BRIDGE = "{\n  \"cniVersion\": \"0.4.0\", \"name\": \"bridge\",\n  \"plugins\": [ {\"type\": \"bridge\"} ]\n}\n";
    private static final String FLANNEL = "{\"cniVersion\": \"0.3.1\", \"name\": \"cbr0\", \"type\": \"flannel\"}\n";

    @TempDir
    private Path conf;
    @TempDir
    private Path home;
    private Installation installation;

    @BeforeEach
    void start() throws IOException {
        installation = installationOf(ENTRY);
    }

    @Test
    void theConflistInUseGetsThePluginAndKeepsItsMode() throws Exception {
        Path file = write("10-bridge.conflist", BRIDGE, "rw-r-----");

        assertInstanceOf(Outcome.Repaired.class, installation.repair());

        assertEquals(List.of("bridge", "warren"), plugins(file));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertInstanceOf(Outcome.Installed.class, installation.repair());
        assertEquals(List.of(file), files());
    }

    @Test
    void removingRestoresEachByte() throws Exception {
        Path file = write("10-bridge.conflist", BRIDGE, "rw-------");
        installation.repair();

        installationOf(ENTRY).remove();

        assertEquals(BRIDGE, Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aConflistThatAnotherHandWroteAgainGetsThePluginAgain() throws Exception {
        Path file = write("10-bridge.conflist", BRIDGE, "rw-------");
        installation.repair();
        String rewritten = BRIDGE.replace("\"bridge\",", "\"renamed\",");
        Files.writeString(file, rewritten);

        assertInstanceOf(Outcome.Repaired.class, installation.repair());

        assertEquals(List.of("bridge", "warren"), plugins(file));
        installation.remove();
        assertEquals(rewritten, Files.readString(file));
    }

    @Test
    void whatAnotherHandEditedBesideThePluginStaysWhenItIsRemoved() throws Exception {
        Path file = write("10-bridge.conflist", BRIDGE, "rw-------");
        installation.repair();
        Files.writeString(file, Files.readString(file).replace("\"0.4.0\"", "\"1.0.0\""));

        installation.remove();

        assertEquals(BRIDGE.replace("\"0.4.0\"", "\"1.0.0\""), Files.readString(file));
    }

    @Test
    void ofTwoConflistsTheFirstByNameIsTheOne() throws Exception {
        Path first = write("10-bridge.conflist", BRIDGE, "rw-------");
        Path second = write("20-other.conflist", BRIDGE, "rw-------");

        installation.repair();

        assertEquals(List.of("bridge", "warren"), plugins(first));
        assertEquals(BRIDGE, Files.readString(second));
    }

    @Test
    void whenANewFirstOneComesThePluginMovesThere() throws Exception {
        Path old = write("10-bridge.conflist", BRIDGE, "rw-------");
        installation.repair();
        Path fresh = write("05-cilium.conflist", BRIDGE.replace("bridge", "cilium-cni"), "rw-------");

        installation.repair();

        assertEquals(List.of("cilium-cni", "warren"), plugins(fresh));
        assertEquals(BRIDGE, Files.readString(old));
    }

    @Test
    void aSinglePluginIsLeftUntouchedAndAListThatSortsBeforeItStandsForIt() throws Exception {
        Path single = write("10-flannel.conf", FLANNEL, "rw-r--r--");

        installation.repair();

        Path made = conf.resolve("10-flannel-warren.conflist");
        assertEquals(List.of(made, single), files());
        assertEquals(List.of("flannel", "warren"), plugins(made));
        assertEquals(FLANNEL, Files.readString(single));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));

        Files.writeString(single, FLANNEL.replace("cbr0", "cbr1"));
        installation.repair();
        assertTrue(Files.readString(made).contains("cbr1"));

        installation.remove();
        assertEquals(List.of(single), files());
    }

    @Test
    void aListMadeFromASinglePluginGoesWithIt() throws Exception {
        Path single = write("10-flannel.conf", FLANNEL, "rw-------");
        installation.repair();
        Files.delete(single);

        assertInstanceOf(Outcome.Blocked.class, installation.repair());
        assertEquals(List.of(), files());
    }

    @Test
    void whatCannotBeReadIsLeftAloneAndNamed() throws Exception {
        Path broken = write("10-bridge.conflist", "{\"plugins\": [", "rw-------");
        Path other = write("20-other.conflist", BRIDGE, "rw-------");

        Outcome outcome = installation.repair();

        assertTrue(assertInstanceOf(Outcome.Blocked.class, outcome).message().contains(broken.toString()), outcome.message());
        assertEquals("{\"plugins\": [", Files.readString(broken));
        assertEquals(BRIDGE, Files.readString(other));
    }

    @Test
    void withoutANetworkPluginNothingIsWritten() throws Exception {
        assertInstanceOf(Outcome.Blocked.class, installation.repair());
        assertEquals(List.of(), files());
    }

    @Test
    void aChangedEntryReplacesTheOldOneAndTheOriginalStillComesBack() throws Exception {
        Path file = write("10-bridge.conflist", BRIDGE, "rw-------");
        installation.repair();

        installationOf(ENTRY.replace("allow", "fail")).repair();

        assertTrue(Files.readString(file).contains("\"fail\""));
        assertFalse(Files.readString(file).contains("\"allow\""));
        installation.remove();
        assertEquals(BRIDGE, Files.readString(file));
    }

    @Test
    void theJournalHasEachChangeAndTheBytesFromBeforeIt() throws Exception {
        Path file = write("10-bridge.conflist", BRIDGE, "rw-------");
        installation.repair();

        Journal journal = journal();
        assertEquals(List.of("insert"), journal.changes().stream().map(Journal.Change::what).toList());
        assertArrayEquals(BRIDGE.getBytes(StandardCharsets.UTF_8), journal.before(file, Files.readAllBytes(file)).orElseThrow());

        Files.writeString(home.resolve("journal"), Files.readString(home.resolve("journal")) + "{\"at\":\"2026");
        assertEquals(1, journal.changes().size());

        journal.forget();
        try (var left = Files.list(home)) {
            assertEquals(0, left.count());
        }
    }

    private Installation installationOf(String entry) throws IOException {
        return new Installation(new ConfFolder(conf), journal(), entry);
    }

    private Journal journal() throws IOException {
        return new Journal(home, InstantSource.fixed(Instant.EPOCH));
    }

    private Path write(String name, String text, String mode) throws IOException {
        Path file = Files.writeString(conf.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(conf)) {
            return all.sorted().toList();
        }
    }

    private static List<String> plugins(Path file) throws Exception {
        return JsonReader.readObject(Files.readString(file)).objects("plugins").stream()
                .map(plugin -> plugin.get("type").orElseThrow().text().replace("\"", "")).toList();
    }
}
