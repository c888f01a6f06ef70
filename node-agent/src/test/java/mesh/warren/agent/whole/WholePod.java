package mesh.warren.agent.whole;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.demo.node.CniChain;
import mesh.warren.demo.node.Node;
import mesh.warren.demo.node.Pod;

/**
 * A pod and its application: sockets in the pod's network namespace, served by this process.
 *
 * @param pod         made by the CNI chain
 * @param application answers there
 */
public record WholePod(Pod pod, PodApplication application) implements AutoCloseable {

    public static WholePod create(Node node, CniChain chain, String tenant, String name) throws IOException {
        Pod pod = Pod.create(node, chain, tenant, name);
        try {
            return new WholePod(pod, PodApplication.start(pod.netns(), name));
        } catch (IOException e) {
            pod.close();
            throw e;
        }
    }

    public String ipv4() {
        return pod.address(Inet4Address.class);
    }

    public String ipv6() {
        return pod.address(Inet6Address.class);
    }

    public Path netns() {
        return pod.netns();
    }

    /** One request on a connection of its own; the answer is {@code pod=NAME peer=IP}. */
    public String call(URI target) throws IOException {
        try (LongConnection connection = connect(target)) {
            return connection.ask();
        }
    }

    /** A connection from the pod, to be asked on many times. */
    public LongConnection connect(URI target) throws IOException {
        return NetnsThread.call(netns(), () -> LongConnection.open(
                new InetSocketAddress(target.getHost().replaceAll("[\\[\\]]", ""), target.getPort()), target.getScheme().equals("http")));
    }

    /** Whether Warren's rules are in the pod's network namespace. */
    public boolean captured() throws IOException {
        return Capture.tables(netns()).contains("inet warren");
    }

    /** Ends the application, then the pod. Twice is as good as once. */
    @Override
    public void close() throws IOException {
        application.close();
        pod.close();
    }
}
