package mesh.warren.demo.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A node: a network namespace in which the CNI plugins make their bridge and routes, so that the machine's own network stays as it is.
 * What it writes is below one folder, which stays the caller's.
 */
public final class Node implements AutoCloseable {

    private final NodeNetwork network;
    private final Path folder;
    private final NamedNetns netns;
    private final Teardown teardown;

    private Node(NodeNetwork network, Path folder, NamedNetns netns, Teardown teardown) {
        this.network = network;
        this.folder = folder;
        this.netns = netns;
        this.teardown = teardown;
    }

    /**
     * Makes the network namespace. Needs root and iproute2.
     *
     * @param folder for addresses handed out and results kept; made if missing
     * @throws IOException with the command that failed; nothing is left then
     */
    public static Node create(Path folder, NodeNetwork network) throws IOException {
        Teardown teardown = new Teardown();
        try {
            Files.createDirectories(folder);
            NamedNetns netns = NamedNetns.make(network.name(), teardown);
            // Pods reach each other through the node: it must not tell them that there is a shorter way.
            Program.mustRun(netns.inside(List.of("sysctl", "-qw", "net.ipv4.conf.all.send_redirects=0",
                    "net.ipv4.conf.default.send_redirects=0")).toArray(String[]::new));
            return new Node(network, folder.toAbsolutePath(), netns, teardown);
        } catch (IOException failed) {
            throw teardown.because(failed);
        }
    }

    public NodeNetwork network() {
        return network;
    }

    /** Path of the node's network namespace. */
    public Path netns() {
        return netns.path();
    }

    Path folder() {
        return folder;
    }

    /** The command line that runs the command on the node: for the agent and for Envoy. */
    public List<String> inside(List<String> command) {
        return netns.inside(command);
    }

    /** Removes the network namespace, and with it the bridge. Close the pods first; one that is left keeps only its own namespace. */
    @Override
    public void close() throws IOException {
        teardown.close();
    }
}
