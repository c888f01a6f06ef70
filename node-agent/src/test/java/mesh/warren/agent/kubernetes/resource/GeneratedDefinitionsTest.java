package mesh.warren.agent.kubernetes.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CRDs of the chart are those of the Java types. {@code GOLDEN_UPDATE=1} writes them. */
@Tag("process")
class GeneratedDefinitionsTest {

    private static final Path CHART = Path.of("../daemonset/chart/crds");

    @TempDir
    Path fresh;

    @Test
    void theChartHasTheDefinitionsOfTheTypes() throws IOException {
        int made = new CRDGenerator().customResourceClasses(ControlPlaneResource.class, TenantPolicyResource.class)
                .forCRDVersions("v1").inOutputDir(fresh.toFile()).generate();
        assertTrue(made >= 2, made + " definitions");
        try (Stream<Path> files = Files.list(fresh)) {
            for (Path file : files.sorted().toList()) {
                Path committed = CHART.resolve(file.getFileName().toString().replace("-v1.yml", ".yaml"));
                String text = "# Made from the Java types (GeneratedDefinitionsTest); not to be edited.\n"
                        + Files.readString(file).lines().filter(line -> !line.startsWith("#")).reduce("", (a, b) -> a + b + "\n");
                if (System.getenv("GOLDEN_UPDATE") != null) {
                    Files.createDirectories(CHART);
                    Files.writeString(committed, text);
                }
                assertEquals(Files.readString(committed), text, committed + " is not what the types say: run with GOLDEN_UPDATE=1");
            }
        }
    }
}
