package mesh.warren.cli.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The table, the types and the descriptors in the repository against the real binary. */
@Tag("process")
class ApiCommandTest {

    private static final Path ENVOY = envoy();
    private static final Path TABLE = Path.of("namespace-model/src/main/resources/mesh/warren/model/api");
    private static final Path DESCRIPTORS = Path.of("namespace-model/envoy-api/src/main/descriptors");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theTableIsNotOlderThanTheBinary() {
        assertEquals(0, run("check", "--envoy", ENVOY.toString()), out + "\nRun \"warren api update --envoy " + ENVOY + "\"");
        assertTrue(out.toString().contains("the table is up to date"), out.toString());
    }

    @Test
    void anUpdateOfAnUpToDateRepositoryWritesTheSameBytes(@TempDir Path copy) throws IOException {
        copy(TABLE, copy);
        copy(DESCRIPTORS, copy);
        assertEquals(0, run("update", "--envoy", ENVOY.toString(), "--dir", copy.toString()), err.toString());
        assertTrue(out.toString().contains("559 descriptors"), out.toString());
        assertSame(TABLE, copy);
        assertSame(DESCRIPTORS, copy);
    }

    @Test
    void rowsThatWereLostComeBackUndecided(@TempDir Path copy) throws IOException {
        copy(TABLE, copy);
        copy(DESCRIPTORS, copy);
        var file = copy.resolve(TABLE).resolve("table/envoy.config.core.v3.txt");
        var text = Files.readString(file);
        Files.writeString(file, text.lines().filter(line -> !line.contains(" network_namespace_filepath "))
                .reduce("", (all, line) -> all + line + "\n"));
        assertEquals(0, run("update", "--envoy", ENVOY.toString(), "--dir", copy.toString()), err.toString());
        assertTrue(out.toString().contains("+ field envoy.config.core.v3.SocketAddress.network_namespace_filepath: string"), out.toString());
        assertTrue(Files.readString(file).lines().anyMatch(line -> line.contains("network_namespace_filepath") && line.contains("UNDECIDED")));
    }

    @Test
    void aFileThatIsNoEnvoyIsRefused(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("envoy"), "#!/bin/sh\nexit 1\n");
        assertTrue(file.toFile().setExecutable(true));
        assertEquals(2, run("check", "--envoy", file.toString()));
        assertTrue(err.toString().contains("is it an Envoy?"), err.toString());
        assertEquals(2, run("check", "--envoy", folder.resolve("none").toString()));
        assertTrue(err.toString().contains("is not an executable file"), err.toString());
    }

    @Test
    void aFolderThatIsNotTheRepositoryIsRefused(@TempDir Path folder) {
        assertEquals(2, run("update", "--envoy", ENVOY.toString(), "--dir", folder.toString()));
        assertTrue(err.toString().contains("is not the repository"), err.toString());
    }

    @Test
    void aMessageIsListedWithItsRowsAndAnUnknownOneIsNot() {
        assertEquals(0, run("list", "envoy.config.core.v3.Address"));
        assertTrue(out.toString().contains("refuse(pipe)"), out.toString());
        assertEquals(2, run("list", "envoy.config.core.v3.Nothing"));
        assertTrue(err.toString().contains("no message envoy.config.core.v3.Nothing"), err.toString());
    }

    private int run(String... words) {
        return new CommandLine(new ApiCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true)).execute(words);
    }

    private static Path repository() {
        var here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve(DESCRIPTORS)) ? here : here.getParent();
    }

    private static void copy(Path folder, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(repository().resolve(folder))) {
            for (var file : files.toList()) {
                var target = to.resolve(repository().relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void assertSame(Path folder, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(repository().resolve(folder)); Stream<Path> copies = Files.walk(copy.resolve(folder))) {
            assertEquals(files.map(file -> repository().relativize(file)).sorted().toList(), copies.map(copy::relativize).sorted().toList());
        }
        try (Stream<Path> files = Files.walk(repository().resolve(folder))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy.resolve(repository().relativize(file))), file.toString());
            }
        }
    }

    private static Path envoy() {
        var given = System.getenv("WARREN_ENVOY");
        var path = given != null ? Path.of(given) : Path.of(System.getProperty("user.home"), ".cache/warren/envoy/1.40.0/envoy");
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException("No Envoy at " + path + ": fetch it with ./warren, or set WARREN_ENVOY to the binary");
        }
        return path;
    }
}
