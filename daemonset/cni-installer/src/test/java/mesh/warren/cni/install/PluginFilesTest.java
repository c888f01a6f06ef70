package mesh.warren.cni.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class PluginFilesTest {

    @TempDir
    private Path bin;
    @TempDir
    private Path plugin;
    private PluginFiles files;

    @BeforeEach
    void start() throws IOException {
        files = new PluginFiles(bin, plugin);
        Files.createDirectories(plugin.resolve("bin"));
        Files.createDirectories(plugin.resolve("lib/runtime/bin"));
        Files.writeString(plugin.resolve("bin/warren"), "launcher");
        Files.setPosixFilePermissions(plugin.resolve("bin/warren"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(plugin.resolve("bin/installer"), "stays in the image");
        Files.writeString(plugin.resolve("lib/runtime/bin/java"), "java");
        Files.writeString(plugin.resolve("lib/warren.aot"), "cache");
        Files.setLastModifiedTime(plugin.resolve("lib/warren.aot"), FileTime.fromMillis(1_000_000));
        version("1");
    }

    @Test
    void theRuntimeFindsAnExecutableAndItsRuntimeBesideIt() throws IOException {
        assertTrue(files.install());

        Path launcher = bin.resolve("warren").toRealPath();
        assertTrue(Files.isExecutable(launcher));
        assertEquals("java", Files.readString(launcher.resolveSibling("../lib/runtime/bin/java")));
        assertEquals(FileTime.fromMillis(1_000_000), Files.getLastModifiedTime(launcher.resolveSibling("../lib/warren.aot")));
        assertFalse(Files.exists(launcher.resolveSibling("installer")));
        assertFalse(files.install(), "it is there already");
    }

    @Test
    void aNewVersionTakesTheNameAndTheOneBeforeStaysForCallsThatAreRunning() throws IOException {
        for (String version : List.of("1", "2", "3")) {
            version(version);
            files.install();
        }
        assertEquals(bin.resolve(".warren/3/bin/warren").toRealPath(), bin.resolve("warren").toRealPath());
        assertFalse(Files.exists(bin.resolve(".warren/1")));
        assertTrue(Files.exists(bin.resolve(".warren/2")));
    }

    @Test
    void aPluginOfSomebodyElsesIsNotReplaced() throws IOException {
        Files.writeString(bin.resolve("warren"), "another");
        assertTrue(assertThrows(IOException.class, files::install).getMessage().contains("not put there by this installer"));
        assertEquals("another", Files.readString(bin.resolve("warren")));
    }

    @Test
    void removingLeavesTheFolderAsItWas() throws IOException {
        Files.writeString(bin.resolve("bridge"), "another's");
        files.install();
        files.remove();
        try (var left = Files.list(bin)) {
            assertEquals(List.of(bin.resolve("bridge")), left.toList());
        }
        assertFalse(Files.exists(bin.resolve("warren"), LinkOption.NOFOLLOW_LINKS));
    }

    private void version(String version) throws IOException {
        Files.writeString(plugin.resolve("version"), version + "\n");
    }
}
