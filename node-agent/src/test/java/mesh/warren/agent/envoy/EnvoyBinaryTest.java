package mesh.warren.agent.envoy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that answer as other binaries do. */
@Tag("process")
class EnvoyBinaryTest {

    @TempDir
    private Path folder;

    @Test
    void theOldestAndLaterVersionsAreTaken() throws Exception {
        assertEquals("1.40.0", EnvoyBinary.check(answering("1.40.0")).version());
        assertEquals("1.41.3", EnvoyBinary.check(answering("1.41.3-dev")).version());
        assertEquals("2.0.0", EnvoyBinary.check(answering("2.0.0")).version());
    }

    @Test
    void anOlderOneIsRefusedWithBothVersionsNamed() throws Exception {
        Path old = answering("1.39.9");

        String message = refusal(old);

        assertTrue(message.contains(old.toString()) && message.contains("1.39.9") && message.contains("1.40.0"), message);
    }

    @Test
    void aMissingBinaryIsRefusedWithTheSettingNamed() {
        String message = refusal(folder.resolve("none"));

        assertTrue(message.contains("envoy.path") && message.contains("none"), message);
    }

    @Test
    void aProgramThatIsNotEnvoyIsRefused() throws Exception {
        assertTrue(refusal(script("echo hello")).contains("hello"));
        assertTrue(refusal(script("exit 1")).contains("(nothing)"));
    }

    @Test
    void aBuildWithoutANeededTypeIsRefusedWithTheTypeNamed() {
        String complete = EnvoyBinary.NEEDED_TYPES.stream().map(t -> '"' + t + '"').collect(Collectors.joining(","));
        String needed = EnvoyBinary.NEEDED_TYPES.getFirst();

        assertDoesNotThrow(() -> EnvoyBinary.requireTypes(complete));
        String message = assertThrows(EnvoyUnusableException.class,
                () -> EnvoyBinary.requireTypes(complete.replace(needed, "other"))).getMessage();
        assertTrue(message.contains(needed), message);
    }

    private static String refusal(Path binary) {
        return assertThrows(EnvoyUnusableException.class, () -> EnvoyBinary.check(binary)).getMessage();
    }

    private Path answering(String version) throws IOException {
        return script("echo; echo \"$0  version: 9e5580933739775e8bce696a57a2e1bc99368f23/" + version
                + "/Clean/RELEASE/BoringSSL\"");
    }

    private Path script(String line) throws IOException {
        Path file = Files.createTempFile(folder, "envoy", ".sh");
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
