package mesh.warren.model.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files with what a test expects, reviewed by people. {@code GOLDEN_UPDATE=1 mvn ...} writes them anew. */
public final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    public static void matches(String file, String actual) {
        Path path = FOLDER.resolve(file);
        try {
            if ("1".equals(System.getenv("GOLDEN_UPDATE"))) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, actual + "\n");
            }
            assertEquals(Files.readString(path), actual + "\n", path + " (GOLDEN_UPDATE=1 writes it anew)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
