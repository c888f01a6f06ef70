package mesh.warren.cli.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code warren rewrite --verify}: a real Envoy loads what was accepted, for two namespaces at once. */
@Tag("node")
class RewriteVerifyNodeTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private int verify(String type, String yaml) throws IOException {
        Path envoy = Path.of(Optional.ofNullable(System.getenv("WARREN_ENVOY"))
                .orElse(System.getProperty("user.home") + "/.cache/warren/envoy/1.40.0/envoy"));
        assertTrue(Files.isExecutable(envoy), envoy + " is missing: run ./warren demo once, or set WARREN_ENVOY");
        return new CommandLine(new RewriteCommand()).setOut(new PrintWriter(out, true))
                .execute("--namespace", "a", "--namespace", "b", "--type", "type.googleapis.com/envoy.config." + type,
                        "--verify", envoy.toString(), Files.writeString(folder.resolve("in.yaml"), yaml).toString());
    }

    @Test
    void routesOfTwoNamespacesAreLoadedSideBySide() throws IOException {
        int status = verify("route.v3.RouteConfiguration", """
                name: "8080"
                validate_clusters: true
                virtual_hosts: [{name: v, domains: ["*"], routes: [{match: {prefix: /}, route: {cluster: web}}]}]
                """);
        assertEquals(0, status, out.toString());
        assertTrue(out.toString().contains("Envoy took 2 of 2 resources"), out.toString());
    }

    @Test
    void whatEnvoyRefusesIsSaidInItsWords() throws IOException {
        int status = verify("cluster.v3.Cluster", "{name: web, type: STATIC, lb_policy: CLUSTER_PROVIDED}\n");
        assertEquals(3, status, out.toString());
        assertTrue(out.toString().contains("refused CLUSTER a/web"), out.toString());
    }
}
