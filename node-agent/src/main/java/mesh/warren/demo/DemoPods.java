package mesh.warren.demo;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mesh.warren.demo.app.AppProcess;
import mesh.warren.demo.app.Calls;
import mesh.warren.demo.cluster.DemoPod;
import mesh.warren.demo.cluster.DemoService;
import mesh.warren.demo.cluster.ManifestFolder;
import mesh.warren.demo.node.CniChain;
import mesh.warren.demo.node.Node;
import mesh.warren.demo.node.Pod;

/** The pods of the demo and their applications: made through the CNI chain, listed in the manifests once they serve. Not thread-safe. */
public final class DemoPods implements AutoCloseable {

    /** A pod and what runs in it. */
    private record Running(Pod pod, AppProcess app) {}

    private final Node node;
    private final CniChain chain;
    private final ManifestFolder manifests;
    private final Path logs;
    private final Map<String, Running> running = new LinkedHashMap<>();

    public DemoPods(Node node, CniChain chain, ManifestFolder manifests, Path logs) {
        this.node = node;
        this.chain = chain;
        this.manifests = manifests;
        this.logs = logs;
    }

    /** Makes pods, starts their applications together, and adds those that serve to the Services. */
    public void add(List<String> names) throws IOException {
        for (String name : names) {
            Pod pod = Pod.create(node, chain, "demo", name);
            try {
                running.put(name, new Running(pod, AppProcess.start(name, pod.inside(List.of()), logs.resolve(name + ".log"))));
            } catch (IOException e) {
                pod.close();
                throw e;
            }
        }
        for (String name : names) {
            running.get(name).app.awaitReady();
        }
        manifests.pods(serving(""));
    }

    /** Takes a pod out of the Services; it still serves. As Kubernetes does it, this comes before {@link #remove}. */
    public void drain(String name) throws IOException {
        manifests.pods(serving(name));
    }

    /** Ends a pod: its application, then DEL, then its network namespace. */
    public void remove(String name) throws IOException {
        Running ending = running.remove(name);
        try (Pod pod = ending.pod) {
            ending.app.close();
        }
    }

    private List<DemoPod> serving(String without) {
        return running.values().stream().filter(one -> !one.pod.name().equals(without))
                .map(one -> new DemoPod(one.pod.name(), one.pod.address(Inet4Address.class))).toList();
    }

    /** These pods begin to call all Services, each in an order of its own. */
    public void call(List<String> names) throws IOException {
        for (String name : names) {
            List<URI> targets = new ArrayList<>(manifests.services().stream().map(DemoService::url).toList());
            Collections.shuffle(targets, new Random(name.hashCode()));
            running.get(name).app.call(targets);
        }
    }

    /** It stops calling. */
    public Calls stopCalling(String name) throws IOException {
        return running.get(name).app.stopCalling();
    }

    public String address(String name) {
        return running.get(name).pod.address(Inet4Address.class);
    }

    public List<String> names() {
        return List.copyOf(running.keySet());
    }

    public List<Pod> pods() {
        return running.values().stream().map(Running::pod).toList();
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (String name : names().reversed()) {
            try {
                remove(name);
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
