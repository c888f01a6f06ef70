package mesh.warren.bench.node;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.demo.app.PodApp;
import mesh.warren.demo.cluster.DemoPod;
import mesh.warren.demo.node.Pod;

/**
 * A pod without Warren in which an Envoy answers: over HTTP with a fixed text, over TCP with what it was sent. It holds the
 * connections that 250 pods to 100 Services keep open, which an application of the demo does not.
 */
final class FixedServer {

    private static final String CONFIG = """
            {"static_resources": {"listeners": [
              {"name": "http", "address": {"socket_address": {"address": "0.0.0.0", "port_value": %d}},
               "filter_chains": [{"filters": [{"name": "http", "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                "stat_prefix": "fixed", "generate_request_id": false, "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"],
                  "routes": [{"match": {"prefix": "/"}, "direct_response": {"status": 200, "body": {"inline_string": "fixed answer"}}}]}]},
                "http_filters": [{"name": "router", "typed_config": {
                  "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}]}}]}]},
              {"name": "tcp", "address": {"socket_address": {"address": "0.0.0.0", "port_value": %d}},
               "filter_chains": [{"filters": [{"name": "echo", "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo"}}]}]}]}}
            """;

    private FixedServer() {}

    /** Returns when it serves; it ends with the node. */
    static DemoPod start(BenchNode node, Path envoy, String name) throws IOException {
        Pod pod = Pod.create(node.node(), node.bridge(), "servers", name);
        node.keep(pod);
        Path config = Files.writeString(node.files().folder().resolve(name + ".json"),
                CONFIG.formatted(PodApp.HTTP_PORT, PodApp.TCP_PORT));
        pod.start(List.of(envoy.toString(), "-c", config.toString(), "--disable-hot-restart", "--concurrency", "1", "--log-level", "error"),
                node.files().folder().resolve(name + ".log").toFile());
        String address = pod.address(Inet4Address.class);
        long deadline = System.nanoTime() + BenchNode.PATIENCE.toNanos();
        while (!listens(node, InetAddress.ofLiteral(address))) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the server in pod " + name + " does not listen after " + BenchNode.PATIENCE);
            }
            LockSupport.parkNanos(50_000_000);
        }
        return new DemoPod(name, address);
    }

    private static boolean listens(BenchNode node, InetAddress address) throws IOException {
        return NetnsThread.call(node.node().netns(), () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, PodApp.TCP_PORT), 1_000);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }
}
