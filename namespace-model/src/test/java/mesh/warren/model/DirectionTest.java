package mesh.warren.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Packages of the model depend on those before them only: the order is the data flow. Read off the compiled classes. */
@Tag("pure")
class DirectionTest {

    private static final String MODEL = "mesh/warren/model/";
    private static final Path CLASSES = Path.of("target/classes").resolve(MODEL);

    /** In order. Packages in one list do not know each other. */
    private static final List<List<String>> ORDER = List.of(
            List.of("id", "address"),
            List.of("xds"),
            List.of("symbolic"),
            List.of("api", "confine", "identity"),
            List.of("listen", "rewrite"),
            List.of("view", "quota"),
            List.of("builtin", "share", "snapshot", "capture", "lanes", "quarantine"),
            List.of("plan"));

    @Test
    void packagesDependOnEarlierOnesOnly() throws IOException {
        SortedSet<String> wrong = new TreeSet<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String from = CLASSES.relativize(file).getName(0).toString();
                ClassFile.of().parse(file).constantPool().forEach(entry -> {
                    if (entry instanceof ClassEntry type && type.asInternalName().startsWith(MODEL)) {
                        String to = type.asInternalName().substring(MODEL.length()).split("/")[0];
                        if (!from.equals(to) && level(to) >= level(from)) {
                            wrong.add(from + " uses " + to + " (" + file.getFileName() + ")");
                        }
                    }
                });
            }
        }
        assertEquals(List.of(), List.copyOf(wrong));
    }

    private static int level(String name) {
        for (int level = 0; level < ORDER.size(); level++) {
            if (ORDER.get(level).contains(name)) {
                return level;
            }
        }
        assertTrue(false, "package " + name + " has no place in the order: give it one");
        return -1;
    }
}
