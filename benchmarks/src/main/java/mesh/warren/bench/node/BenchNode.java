package mesh.warren.bench.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import mesh.warren.agent.netns.Pins;
import mesh.warren.demo.AgentFiles;
import mesh.warren.demo.AgentProcess;
import mesh.warren.demo.DemoFolder;
import mesh.warren.demo.cluster.ManifestFolder;
import mesh.warren.demo.node.CniChain;
import mesh.warren.demo.node.CniPath;
import mesh.warren.demo.node.Conflist;
import mesh.warren.demo.node.Node;
import mesh.warren.demo.node.NodeNetwork;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.node.Teardown;

/**
 * A node with agent and Envoy, to be measured. Closing it takes everything down.
 *
 * @param node     the network namespace
 * @param files    the agent's
 * @param warren   the chain bridge, host-local, warren
 * @param bridge   the same without warren
 * @param agent    its process
 * @param started  how long agent and Envoy took until Envoy had everything
 * @param teardown in reverse order
 */
public record BenchNode(Node node, AgentFiles files, CniChain warren, CniChain bridge, AgentProcess agent, Duration started,
        Teardown teardown) implements AutoCloseable {

    /** Writes what the agent finds in its folder of manifests when it starts. */
    public interface Manifests {

        /** @param node the node's name */
        void write(Path folder, String node) throws IOException;
    }

    public static final Duration PATIENCE = Duration.ofSeconds(120);
    public static final int WORKERS = 2;

    /** Returns when Envoy has the Services. */
    static BenchNode start(int services) throws IOException {
        return start((folder, node) -> new ManifestFolder(folder, node, services).pods(List.of()));
    }

    /** Returns when Envoy has what the manifests say. */
    static BenchNode start(Manifests manifests) throws IOException {
        return start(manifests, "");
    }

    /** @param settings more for the agent's settings file, as YAML */
    public static BenchNode start(Manifests manifests, String settings) throws IOException {
        Path home = Path.of(System.getProperty("warren.home"));
        Path envoy = Path.of(System.getenv("WARREN_ENVOY"));
        Teardown teardown = new Teardown();
        try {
            NodeNetwork network = NodeNetwork.random("warren-bench");
            Path folder = Files.createTempDirectory("warren-bench");
            teardown.later("folder " + folder, () -> DemoFolder.delete(folder));
            AgentFiles files = AgentFiles.create(folder, network.name(), envoy, WORKERS);
            Files.writeString(files.settings(), settings, StandardOpenOption.APPEND);
            manifests.write(files.manifests(), network.name());
            Node node = Node.create(folder.resolve("node"), network);
            teardown.later("node", node::close);
            AgentProcess agent = new AgentProcess(home.resolve("warren"), files);
            teardown.later("pins", () -> Pins.in(files.run()).destroy());
            teardown.later("Envoy", () -> DemoFolder.endEnvoy(files.envoy()));
            teardown.later("agent", agent::close);
            long begin = System.nanoTime();
            agent.start();
            agent.awaitSettled(PATIENCE);
            Duration started = Duration.ofNanos(System.nanoTime() - begin);

            CniPath path = CniPath.withReferencePlugins(home.resolve("cni-plugin/target/cni/bin"));
            Conflist all = Conflist.bridgeAndWarren(node, files.cniSocket(), "1.0.0");
            return new BenchNode(node, files, new CniChain(node, all, path),
                    new CniChain(node, new Conflist(all.cniVersion(), all.name(), all.plugins().subList(0, 1)), path),
                    agent, started, teardown);
        } catch (IOException failed) {
            throw teardown.because(failed);
        }
    }

    /** The pod ends with the node. */
    public void keep(Pod pod) {
        teardown.later("pod " + pod.name(), pod::close);
    }

    /** Something else to be done then, before what is there now. */
    public void beforeEnd(Teardown.Step step) {
        teardown.later("at the end", step);
    }

    @Override
    public void close() throws IOException {
        teardown.close();
    }
}
