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

    @Test
    void clustersAndListenersAreValidatedAsStaticResourcesToo() throws IOException {
        int status = verify("listener.v3.Listener", """
                name: web
                address: {socket_address: {address: 127.0.0.1, port_value: 15001}}
                filter_chains: [{filters: [{name: tcp, typed_config: {
                  "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy, stat_prefix: s, cluster: web}}]}]
                """);
        assertEquals(0, status, out.toString());
        assertTrue(out.toString().contains("Envoy's --mode validate took 2 clusters and listeners"), out.toString());
    }

    @Test
    void whatCannotBeValidatedIsRefusedInEnvoysWords() throws IOException {
        verify("cluster.v3.Cluster", "{name: web, type: STATIC, lb_policy: CLUSTER_PROVIDED}\n");
        String validated = out.toString().substring(out.toString().indexOf("--mode validate"));
        assertTrue(validated.startsWith("--mode validate refused a bootstrap with 2"), out.toString());
        assertTrue(validated.contains("a/web"), out.toString());
    }
}
