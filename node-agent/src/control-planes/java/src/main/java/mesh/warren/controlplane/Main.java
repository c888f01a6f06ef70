package mesh.warren.controlplane;

import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * {@code Main HOST:PORT WORLD}: serves to each node what the JSON file has for it. Reads a line from standard input, then the
 * file again; prints one JSON object a line for what happens.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        String host = arguments[0].substring(0, arguments[0].lastIndexOf(':'));
        int port = Integer.parseInt(arguments[0].substring(host.length() + 1));
        SimpleCache<String> cache = new SimpleCache<>(Node::getId);
        World world = new World(Path.of(arguments[1]), cache);
        world.load();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
                .addService(new V3DiscoveryServer(new Events(), cache).getAggregatedDiscoveryServiceImpl())
                .build()
                .start();
        Events.print("listening", "", "", host + ":" + server.getPort());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (lines.readLine() != null) {
            world.load();
            Events.print("loaded", "", "", "");
        }
        System.exit(0);
    }
}
