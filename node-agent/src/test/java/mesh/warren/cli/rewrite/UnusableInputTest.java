package mesh.warren.cli.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code warren rewrite} with what is no resource: exit status 2 and a message that names the file, in bounded time and memory. */
@Tag("process")
@Timeout(60)
class UnusableInputTest {

    private static final String CLUSTER = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
    private static final int DEEP = 10_000;

    @TempDir
    Path folder;

    @Test
    void textThatIsNoJson() throws IOException {
        assertUnusable(text("{\"name\": \"c\",,}"), "not JSON or YAML");
    }

    @Test
    void jsonThatIsNoObject() throws IOException {
        assertUnusable(text("42"), "not an object");
    }

    @Test
    void jsonWithAFieldThatTheTypeDoesNotHave() throws IOException {
        assertUnusable(text("{\"name\": \"c\", \"colour\": \"red\"}"), "colour");
    }

    @Test
    void jsonThatEndsInTheMiddle() throws IOException {
        assertUnusable(text("{\"name\": \"c\", \"type\": \"STA"), "not JSON or YAML");
    }

    @Test
    void binaryWhereTextIsWanted() throws IOException {
        assertUnusable(file("c.json", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}), "not UTF-8");
    }

    @Test
    void listsNestedTooDeeply() throws IOException {
        assertUnusable(text("[".repeat(DEEP) + "]".repeat(DEEP)), "");
    }

    @Test
    void objectsNestedTooDeeply() throws IOException {
        assertUnusable(text("{\"metadata\":".repeat(DEEP) + "1" + "}".repeat(DEEP)), "");
    }

    @Test
    void aResponseThatIsNoProtobuf() throws IOException {
        assertUnusable(response("this is text, not a discovery response".getBytes()), "");
    }

    @Test
    void aResponseThatEndsInTheMiddle() throws IOException {
        var whole = DiscoveryResponse.newBuilder().setVersionInfo("1").setTypeUrl(CLUSTER)
                .addResources(Any.newBuilder().setTypeUrl(CLUSTER).setValue(Cluster.newBuilder().setName("c").build().toByteString()))
                .build().toByteArray();
        assertUnusable(response(java.util.Arrays.copyOf(whole, whole.length - 3)), "");
    }

    @Test
    void aResourceNestedTooDeeplyInAResponseIsRefused() throws IOException {
        var nested = ByteString.EMPTY;
        for (int i = 0; i < DEEP; i++) {
            var length = nested.size();
            var prefix = ByteString.newOutput();
            prefix.write(0x0a); // field 1, again and again
            for (; length > 127; length >>>= 7) {
                prefix.write(length & 127 | 128);
            }
            prefix.write(length);
            nested = prefix.toByteString().concat(nested);
        }
        var metadata = ByteString.copyFrom(new byte[] {0x0a, 1, 'c'}).concat(nested);
        var bytes = DiscoveryResponse.newBuilder().setTypeUrl(CLUSTER)
                .addResources(Any.newBuilder().setTypeUrl(CLUSTER).setValue(metadata)).build().toByteArray();

        var run = new Run("--response", file("deep.pb", bytes).toString());

        assertEquals(RewriteCommand.REFUSED, run.status, run::toString);
    }

    @Test
    void aFileThatIsNotThere() {
        assertUnusable(new Run("--type", CLUSTER, folder.resolve("none.yaml").toString()), "none.yaml");
    }

    @Test
    void hundredMegabytesInAProcessWithLessMemory() throws Exception {
        var huge = folder.resolve("huge");
        try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100L << 20);
        }
        for (var option : List.of(List.of("--type", CLUSTER), List.of("--response"))) {
            var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx64m", "-XX:+UseSerialGC",
                    "-cp", System.getProperty("java.class.path"), "mesh.warren.cli.Main", "rewrite", "--namespace", "ns"));
            command.addAll(option);
            command.add(huge.toString());
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
            assertTrue(process.waitFor(Duration.ofSeconds(50).toMillis(), TimeUnit.MILLISECONDS));
            var output = Files.readString(folder.resolve("out"));
            assertEquals(RewriteCommand.UNUSABLE, process.exitValue(), output);
            assertTrue(output.contains("huge") && output.contains("want at most"), output);
        }
    }

    private Run text(String content) throws IOException {
        return new Run("--type", CLUSTER, file("c.yaml", content.getBytes()).toString());
    }

    private Run response(byte[] content) throws IOException {
        return new Run("--response", file("r.pb", content).toString());
    }

    private void assertUnusable(Path file, String says) {
        assertUnusable(new Run("--type", CLUSTER, file.toString()), says);
    }

    private void assertUnusable(Run run, String says) {
        assertEquals(RewriteCommand.UNUSABLE, run.status, run::toString);
        assertTrue(run.errors.startsWith("warren rewrite: " + folder) && run.errors.contains(says), run::toString);
        assertTrue(run.errors.length() < 2_000, "a message of " + run.errors.length() + " characters");
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    /** One run of the command in this process. */
    private static final class Run {
        final int status;
        final String errors;

        Run(String... arguments) {
            var err = new StringWriter();
            var all = new ArrayList<>(List.of("--namespace", "ns"));
            all.addAll(List.of(arguments));
            status = new CommandLine(new RewriteCommand()).setOut(new PrintWriter(new StringWriter()))
                    .setErr(new PrintWriter(err)).execute(all.toArray(String[]::new));
            errors = err.toString();
        }

        @Override
        public String toString() {
            return "status " + status + ": " + errors;
        }
    }
}
