package mesh.warren.cli.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code warren plan} with what is no sidecar: exit status 2 and a message that names the file and what is wanted. */
@Tag("process")
@Timeout(120)
class UnusableSidecarTest {

    @TempDir
    private Path folder;

    private void assertUnusable(Path path, String says) {
        Run run = Run.plan(List.of(path));
        assertEquals(PlanCommand.UNUSABLE, run.status, run::toString);
        assertTrue(run.err.contains("warren plan: " + folder) && run.err.contains(says), run::toString);
        assertTrue(run.err.length() < 2_000, "a message of " + run.err.length() + " characters");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void aFileThatIsNotThere() {
        assertUnusable(folder.resolve("none"), "cannot be read");
    }

    @Test
    void aFolderWithoutFiles() throws IOException {
        assertUnusable(Files.createDirectory(folder.resolve("empty")), "no file in this folder");
    }

    @Test
    void jsonThatIsNoDump() throws IOException {
        assertUnusable(file("a.json", "{\"pods\": [1, 2]}"), "no config dump; want the JSON of Envoy's /config_dump?include_eds");
    }

    @Test
    void jsonThatEndsInTheMiddle() throws IOException {
        assertUnusable(file("a.json", "{\"configs\": [{\"dynamic_active_clusters\": [{\"cluster\": {\"name\": \"x"), "ends in the middle");
    }

    @Test
    void aResourceWithoutItsType() throws IOException {
        assertUnusable(file("a.json", "{\"configs\": [{\"dynamic_active_clusters\": [{\"cluster\": {\"name\": \"x\"}}]}]}"), "no @type");
    }

    @Test
    void jsonNestedTooDeeply() throws IOException {
        assertUnusable(file("a.json", "[".repeat(5_000)), "");
        String resource = "{\"configs\": [{\"dynamic_active_clusters\": [{\"cluster\": {\"@type\": \"type.googleapis.com/"
                + "envoy.config.cluster.v3.Cluster\", \"metadata\": " + "{\"a\":".repeat(150) + "1" + "}".repeat(150) + "}}]}]}";
        assertUnusable(file("b.json", resource), "nested too deeply");
    }

    @Test
    void textThatIsNoResponse() throws IOException {
        assertUnusable(file("a.pb", "this is text"), "not a serialised DiscoveryResponse");
    }

    @Test
    void aPlotOfAnUnknownKind() throws IOException {
        Run run = Run.plan(List.of(file("a.json", "{\"configs\": []}")), "--plot", "plan.gif");
        assertEquals(2, run.status);
        assertTrue(run.err.contains("want a name that ends in .svg or .png"), run::toString);
    }

    @Test
    void hundredMegabytesOfOneDumpInAProcessWithLessMemory() throws Exception {
        Path dump = folder.resolve("large.json");
        try (Writer out = Files.newBufferedWriter(dump)) {
            out.write("{\"configs\": [{\"dynamic_active_clusters\": [");
            String padding = "x".repeat(10_000);
            for (int i = 0; i < 10_000; i++) {
                out.write((i == 0 ? "" : ",") + "{\"padding\": \"" + padding + "\", \"cluster\": {\"@type\":"
                        + " \"type.googleapis.com/envoy.config.cluster.v3.Cluster\", \"name\": \"c" + i % 100 + "\"}}");
            }
            out.write("]}]}");
        }
        assertEquals(0, inLittleMemory(dump, "128m"));
    }

    @Test
    void oneValueOfHundredMegabytesInAProcessWithLessMemory() throws Exception {
        Path dump = folder.resolve("value.json");
        try (Writer out = Files.newBufferedWriter(dump)) {
            out.write("{\"configs\": [{\"dynamic_active_clusters\": [{\"cluster\": {\"name\": \"");
            String part = "x".repeat(1 << 20);
            for (int i = 0; i < 100; i++) {
                out.write(part);
            }
            out.write("\"}}]}]}");
        }
        assertEquals(PlanCommand.UNUSABLE, inLittleMemory(dump, "256m"));
    }

    private int inLittleMemory(Path dump, String heap) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx" + heap, "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), "mesh.warren.cli.Main", "plan", dump.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
        assertTrue(process.waitFor(100, TimeUnit.SECONDS));
        String out = Files.readString(folder.resolve("out"));
        assertTrue(!out.contains("OutOfMemoryError"), out);
        return process.exitValue();
    }
}
