package mesh.warren.cli.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code warren rewrite} as a user sees it: exit status, output, and clear messages for what cannot be read. */
@Tag("process")
class RewriteCommandTest {

    private static final String CLUSTER = "type.googleapis.com/envoy.config.cluster.v3.Cluster";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        List<String> words = new ArrayList<>(List.of("--namespace", "pod-a", "--output", "json"));
        Arrays.stream(arguments).map(Object::toString).forEach(words::add);
        return new CommandLine(new RewriteCommand()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private List<JsonObject> lines() {
        return out.toString().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }

    private void unusable(String message, Object... arguments) {
        assertEquals(2, run(arguments), out.toString());
        assertTrue(err.toString().contains(message), err.toString());
    }

    @Test
    void anAcceptedResourceIsOneLineWithItsReferences() throws IOException {
        int status = run("--type", CLUSTER, "--show", file("c.yaml", """
                name: web
                type: EDS
                eds_cluster_config: {eds_config: {ads: {}}}
                """));
        assertEquals(0, status, err.toString());
        JsonObject line = lines().getFirst();
        assertEquals("accepted web domain", line.get("verdict").getAsString() + " " + line.get("name").getAsString() + " "
                + line.get("scope").getAsString());
        assertEquals("web", line.getAsJsonArray("references").get(0).getAsJsonObject().get("name").getAsString());
        assertEquals("pod-a/web", line.getAsJsonObject("resource").get("name").getAsString());
    }

    @Test
    void aLineHasTheKeysThatProgramsRelyOnInThisOrder() throws IOException {
        Path cluster = file("c.yaml", "name: web\n");
        run("--type", CLUSTER, cluster);
        run("--type", CLUSTER, "--show", cluster);
        run("--type", CLUSTER, "--show", "--details", cluster);
        run("--type", CLUSTER, file("refused.yaml", "{name: web, type: 99}\n"));
        List<String> always = List.of("type", "name", "verdict", "scope", "references", "costs", "refusals");
        List<List<String>> more = List.of(List.of(), List.of("resource"), List.of("resource", "namespace", "source", "notices"), List.of());
        assertEquals(more.stream().map(keys -> Stream.concat(always.stream(), keys.stream()).toList()).toList(),
                lines().stream().map(line -> List.copyOf(line.keySet())).toList());
    }

    @Test
    void aRefusedResourceIsStatusThreeWithPathRuleValueAndRemedy() throws IOException {
        int status = run("--type", "type.googleapis.com/envoy.config.route.v3.RouteConfiguration", file("r.json", """
                {"name": "r", "virtual_hosts": [{"name": "v", "domains": ["*"], "routes": [
                  {"match": {"prefix": "/"}, "route": {"cluster_header": "x-c"}}]}]}
                """));
        assertEquals(3, status, err.toString());
        JsonObject refusal = lines().getFirst().getAsJsonArray("refusals").get(0).getAsJsonObject();
        assertEquals("virtual_hosts[0].routes[0].route.cluster_header run-time-name x-c", refusal.get("path").getAsString() + " "
                + refusal.get("rule").getAsString() + " " + refusal.get("value").getAsString());
        assertTrue(!refusal.get("remedy").getAsString().isEmpty());
    }

    @Test
    void severalDocumentsAndListsAreSeveralResources() throws IOException {
        run("--type", CLUSTER, file("c.yaml", "- {name: a}\n- {name: b}\n---\nname: c\n"));
        assertEquals(List.of("a", "b", "c"), lines().stream().map(line -> line.get("name").getAsString()).toList());
    }

    @Test
    void anExtensionThatEnvoyDoesNotHaveIsRefusedByName() throws IOException {
        int status = run("--type", CLUSTER, file("c.yaml", """
                name: web
                filters: [{name: istio.stats, typed_config: {"@type": type.googleapis.com/stats.PluginConfig, some: thing}}]
                """));
        assertEquals(3, status, err.toString());
        assertTrue(out.toString().contains("unknown-type"), out.toString());
    }

    @Test
    void thePolicyMayStripIt() throws IOException {
        Path policy = file("policy.yaml", "preset: istio\n");
        int status = run("--type", CLUSTER, "--policy", policy, "--details", file("c.yaml", """
                name: web
                filters: [{name: istio.stats, typed_config: {"@type": type.googleapis.com/stats.PluginConfig}}]
                """));
        assertEquals(0, status, out.toString());
        assertEquals(1, lines().getFirst().getAsJsonArray("notices").size());
    }

    @Test
    void aPolicyWithAnUnknownKeyIsUnusable() throws IOException {
        unusable("unknown key 'dedicatd'", "--type", CLUSTER, "--policy", file("p.yaml", "dedicatd: true\n"), file("c.yaml", "name: a\n"));
    }

    @Test
    void aPolicyCannotAllowTheAgentsFilterState() throws IOException {
        unusable("filterStateKeys", "--type", CLUSTER, "--policy",
                file("p.yaml", "filterStateKeys: [envoy.network.upstream_bind_override.network_namespace]\n"), file("c.yaml", "name: a\n"));
    }

    @Test
    void discoveryResponsesOfBothKindsAreRead() throws IOException {
        Any any = Any.newBuilder().setTypeUrl("type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment")
                .setValue(ClusterLoadAssignment.newBuilder().setClusterName("web").build().toByteString()).build();
        Path sotw = Files.write(folder.resolve("a.pb"), DiscoveryResponse.newBuilder().setVersionInfo("1").addResources(any)
                .setTypeUrl(any.getTypeUrl()).build().toByteArray());
        Path delta = Files.write(folder.resolve("b.pb"), DeltaDiscoveryResponse.newBuilder().setTypeUrl(any.getTypeUrl())
                .addResources(Resource.newBuilder().setName("web").setResource(any)).addRemovedResources("gone").build().toByteArray());
        assertEquals(0, run("--response", sotw, delta), err.toString());
        assertEquals(List.of("web", "web"), lines().stream().map(line -> line.get("name").getAsString()).toList());
    }

    @Test
    void badInputIsStatusTwoWithAMessage() throws IOException {
        unusable("not JSON or YAML", "--type", CLUSTER, file("a.json", "{\"name\": "));
    }

    @Test
    void aFieldThatTheTypeDoesNotHaveIsNamed() throws IOException {
        unusable("nonsense", "--type", CLUSTER, file("a.json", "{\"name\": \"a\", \"nonsense\": 1}"));
    }

    @Test
    void aTypeThatEnvoyDoesNotHaveIsNamed() throws IOException {
        unusable("no such message", "--type", "type.googleapis.com/no.Such", file("a.json", "{}"));
    }

    @Test
    void deepNestingIsRefusedInBoundedTime() throws IOException {
        unusable("nested", "--type", CLUSTER, file("a.json", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)));
    }

    @Test
    void aHugeFileIsRefusedUnread() throws IOException {
        Path huge = folder.resolve("huge.json");
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(100L << 20);
        }
        unusable("want at most", "--type", CLUSTER, huge);
        unusable("want at most", "--response", huge);
    }

    @Test
    void bytesThatAreNoResponseAreRefused() throws IOException {
        unusable("not a serialised DiscoveryResponse", "--response", Files.write(folder.resolve("x.pb"), new byte[] {0x0a, 0x50, 1}));
        unusable("not UTF-8", "--type", CLUSTER, Files.write(folder.resolve("x.json"), new byte[] {(byte) 0xff, 0x50, 1}));
    }

    @Test
    void aMissingFileIsNamed() {
        unusable("absent.yaml", "--type", CLUSTER, folder.resolve("absent.yaml"));
    }
}
