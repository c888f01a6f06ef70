package mesh.warren.bench.lanes;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.netns.Netns;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.netns.VoidNetns;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.RegistrySnapshot;
import mesh.warren.demo.DemoFolder;
import mesh.warren.demo.node.CniChain;
import mesh.warren.demo.node.CniPath;
import mesh.warren.demo.node.Conflist;
import mesh.warren.demo.node.Node;
import mesh.warren.demo.node.NodeNetwork;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.node.Teardown;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.capture.CapturePlan;
import mesh.warren.model.capture.Exclusions;
import mesh.warren.model.capture.Family;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.id.Tenant;
import mesh.warren.model.listen.DoorLimits;
import mesh.warren.model.listen.PodNetwork;

/**
 * A quiet pod and a loud one, each captured and with a server of its own in a further pod that is not: stock Envoys that answer by
 * themselves, so that neither shares a server with the other.
 */
final class BenchPods implements AutoCloseable {

    static final int SMALL = 8080;
    static final int LARGE = 8081;
    static final int LARGE_BYTES = 1 << 20;
    private static final DoorLimits NO_LIMITS = new DoorLimits(1_000_000, 1_000_000);

    private final Teardown teardown = new Teardown();
    private final Path folder = Files.createTempDirectory("warren-lanes");
    private final Path envoy;
    private final Node node;
    private final CniChain chain;
    private final VoidNetns empty;
    private final Map<String, Pod> pods = new TreeMap<>();

    BenchPods(Path envoy) throws IOException {
        this.envoy = envoy;
        teardown.later("folder", () -> DemoFolder.delete(folder));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        NodeNetwork network = NodeNetwork.random("warren-lanes");
        node = Node.create(folder.resolve("node"), network);
        teardown.later("node", node::close);
        Conflist all = Conflist.bridgeAndWarren(node, folder.resolve("none"), "1.0.0");
        chain = new CniChain(node, new Conflist(all.cniVersion(), all.name(), all.plugins().subList(0, 1)), CniPath.withReferencePlugins());
        Pins pins = Pins.in(folder.resolve("run"));
        teardown.later("pins", pins::destroy);
        empty = VoidNetns.findOrCreate(pins);
        for (String name : List.of("quiet", "loud")) {
            add(name);
            server(add(name + "-server"));
            new Capture().apply(pods.get(name).netns(), CapturePlan.of(EnumSet.of(Family.IPV4), Exclusions.NONE));
        }
    }

    Path folder() {
        return folder;
    }

    Path envoy() {
        return envoy;
    }

    VoidNetns empty() {
        return empty;
    }

    Pod pod(String name) {
        return pods.get(name);
    }

    /** As the doors know it; each is its own tenant. */
    PodNetwork network(String name) {
        Pod pod = pods.get(name);
        return new PodNetwork(new PodUid(name), new PodName(new Tenant(name), name), pod.netns().toString(),
                new TreeSet<>(List.of(IpAddress.parse(pod.address(Inet4Address.class)))), false, NO_LIMITS, Optional.empty());
    }

    /** As the lanes know them. */
    RegistrySnapshot registry() throws IOException {
        TreeMap<PodUid, PodRecord> records = new TreeMap<>();
        for (String name : List.of("quiet", "loud")) {
            Pod pod = pods.get(name);
            records.put(new PodUid(name), new PodRecord(new PodUid(name), new PodName(new Tenant(name), name), name, "eth0", pod.netns(),
                    Netns.identify(pod.netns()), pod.netns(), pod.addresses(), Map.of()));
        }
        return new RegistrySnapshot(records);
    }

    /** Runs a load in a pod; the process prints one line at its end. */
    Process load(String name, String address, int connections, boolean anew, Duration before, Duration measured) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"), Load.class.getName(), address, "80",
                Integer.toString(connections), anew ? "new" : "keep", Long.toString(before.toSeconds()), Long.toString(measured.toSeconds())));
        return NetnsThread.call(pods.get(name).netns(), () ->
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private Pod add(String name) throws IOException {
        Pod pod = Pod.create(node, chain, "bench", name);
        teardown.later("pod " + name, pod::close);
        pods.put(name, pod);
        return pod;
    }

    private void server(Pod pod) throws IOException {
        Path file = Files.writeString(folder.resolve(pod.name() + ".json"), """
                {"static_resources": {"listeners": [%s, %s]}}
                """.formatted(listener(SMALL, "ok"), listener(LARGE, "x".repeat(LARGE_BYTES))));
        Process process = NetnsThread.call(pod.netns(), () -> new ProcessBuilder(envoy.toString(), "-c", file.toString(),
                "--use-dynamic-base-id", "--disable-hot-restart", "--concurrency", "1", "--log-level", "error")
                .redirectErrorStream(true).redirectOutput(folder.resolve(pod.name() + ".log").toFile()).start());
        teardown.later("server " + pod.name(), process::destroyForcibly);
    }

    private static String listener(int port, String body) {
        return """
                {"name": "%1$d", "address": {"socket_address": {"address": "0.0.0.0", "port_value": %1$d}},
                 "filter_chains": [{"filters": [{"name": "http", "typed_config": {
                   "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                   "stat_prefix": "http", "http_filters": [{"name": "router", "typed_config": {
                     "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}],
                   "route_config": {"max_direct_response_body_size_bytes": %2$d, "virtual_hosts": [{"name": "all", "domains": ["*"],
                     "routes": [{"match": {"prefix": "/"}, "direct_response": {"status": 200, "body": {"inline_string": "%3$s"}}}]}]}}}]}]}
                """.formatted(port, LARGE_BYTES, body);
    }

    @Override
    public void close() throws IOException {
        teardown.close();
    }
}
