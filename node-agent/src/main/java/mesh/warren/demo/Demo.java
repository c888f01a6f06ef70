package mesh.warren.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.agent.netns.Netns;
import mesh.warren.agent.netns.Pins;
import mesh.warren.demo.app.Calls;
import mesh.warren.demo.cluster.ManifestFolder;
import mesh.warren.demo.node.CniChain;
import mesh.warren.demo.node.CniPath;
import mesh.warren.demo.node.Conflist;
import mesh.warren.demo.node.Node;
import mesh.warren.demo.node.NodeNetwork;
import mesh.warren.demo.node.Pod;
import mesh.warren.demo.leftovers.Traces;
import mesh.warren.demo.report.Claims;
import mesh.warren.demo.report.Progress;
import mesh.warren.demo.report.Table;
import mesh.warren.model.id.NetnsId;

/** The demo's story, one method for each step of it. On the main thread; {@link #stack} may be taken down by another. */
final class Demo {

    private static final int WORKERS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BEFORE = Duration.ofSeconds(4);
    private static final Duration AFTER = Duration.ofSeconds(4);

    private final DemoOptions options;
    private final Progress progress;
    private final Stack stack = new Stack();
    private final Claims claims = new Claims();
    private final List<Calls> calls = new ArrayList<>();
    private final NodeNetwork network = NodeNetwork.random("warren-demo");
    private final Set<NetnsId> namespaces = new HashSet<>();
    private AgentFiles files;
    private AgentProcess agent;
    private DemoPods pods;

    Demo(DemoOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    Stack stack() {
        return stack;
    }

    Claims claims() {
        return claims;
    }

    /** By what the remains of this run would be known. */
    Traces traces() {
        return new Traces(List.of(options.folder()), network.name(), namespaces);
    }

    /** Everything but the taking down. */
    void run() throws IOException, InterruptedException {
        Path folder = options.folder();
        stack.push("folder " + folder, () -> DemoFolder.delete(folder));
        files = AgentFiles.create(folder, network.name(), options.envoy(), WORKERS,
                options.mtls() ? "identity: {provider: builtin}\n" : "");
        Node node = node();
        startAgent();
        ManifestFolder manifests = new ManifestFolder(files.manifests(), network.name(), options.services());
        CniChain chain = new CniChain(node, Conflist.bridgeAndWarren(node, files.cniSocket(), "1.0.0"),
                CniPath.withReferencePlugins(options.home().resolve("cni-plugin/target/cni/bin")));
        pods = new DemoPods(node, chain, manifests, folder);
        stack.push("pods", pods);

        List<String> names = IntStream.range(0, options.pods()).mapToObj(i -> "pod-" + i).toList();
        addPods(names);
        traffic(names);
        report();
        if (options.mtls()) {
            new TlsReport(new AdminClient(files.envoy().resolve("admin.sock"), Duration.ofSeconds(10)), progress, claims).of(pods.names());
        }
        new MemoryComparison(options, files, network, pods, progress).run(agent.status(), WORKERS);
        AgentStatus status = agent.status();
        claims.add("the agent reports no problem", status.problems().isEmpty());
        status.problems().forEach(problem -> progress.say("problem: %s", problem));
    }

    private Node node() throws IOException {
        Node node = Node.create(files.folder().resolve("node"), network);
        stack.push("node " + network.name(), node);
        namespaces.add(Netns.identify(node.netns()));
        progress.say("node %s: a network namespace with its own bridge; the machine's network stays as it is", network.name());
        return node;
    }

    private void startAgent() throws IOException {
        agent = new AgentProcess(options.home().resolve("warren"), files);
        stack.push("pins", () -> Pins.in(files.run()).destroy());
        stack.push("Envoy", () -> DemoFolder.endEnvoy(files.envoy()));
        stack.push("agent", agent);
        agent.start();
        AgentStatus status = agent.awaitSettled(PATIENCE);
        progress.say("agent %d and one Envoy %d, in the void", status.pid(), status.envoy().pid());
    }

    private void addPods(List<String> names) throws IOException {
        int batch = 10;
        for (int from = 0; from < names.size(); from += batch) {
            pods.add(names.subList(from, Math.min(names.size(), from + batch)));
            progress.say("%d of %d pods joined by the CNI chain bridge, host-local, warren", pods.names().size(), names.size());
        }
        awaitEndpoints(names.stream().map(pods::address).toList(), List.of());
        for (Pod pod : pods.pods()) {
            namespaces.add(Netns.identify(pod.netns()));
        }
        AgentStatus status = agent.awaitSettled(PATIENCE);
        claims.add("each pod's doors are bound and its capture is in the kernel",
                status.pods().size() == names.size());
    }

    private void traffic(List<String> names) throws IOException {
        pods.call(names);
        progress.say("every pod calls all %d Services, HTTP and TCP in turn", options.services());
        pause(BEFORE);

        String leaving = names.getFirst();
        calls.add(pods.stopCalling(leaving));
        String address = pods.address(leaving);
        pods.drain(leaving);
        awaitEndpoints(List.of(), List.of(address));
        pods.remove(leaving);
        progress.say("%s (%s) left under traffic", leaving, address);

        String joining = "pod-" + options.pods();
        pods.add(List.of(joining));
        awaitEndpoints(List.of(pods.address(joining)), List.of());
        pods.call(List.of(joining));
        progress.say("%s (%s) joined under traffic", joining, pods.address(joining));
        pause(AFTER);
        for (String name : pods.names()) {
            calls.add(pods.stopCalling(name));
        }
    }

    /** Envoy itself says which addresses it sends to. */
    private void awaitEndpoints(List<String> wanted, List<String> unwanted) throws IOException {
        AdminClient envoy = new AdminClient(files.envoy().resolve("admin.sock"), Duration.ofSeconds(10));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            // Clusters of Services have an address as their name; those of original destinations keep what was dialled for a while.
            String clusters = envoy.get("/clusters").lines().filter(line -> line.startsWith("demo/10.")).collect(Collectors.joining("\n"));
            if (wanted.stream().allMatch(address -> clusters.contains("::" + address + ":"))
                    && unwanted.stream().noneMatch(address -> clusters.contains("::" + address + ":"))) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("Envoy does not send to " + wanted + ", or does to " + unwanted + ", after " + PATIENCE);
            }
            pause(Duration.ofMillis(20));
        }
    }

    private void report() {
        Table table = new Table("pod", "address", "peers saw", "loopback", "requests", "failed", "served by", "longest gap ms");
        for (Calls call : calls) {
            table.row(call.pod(), DemoFolder.known(pods, call), String.join(",", call.sources()),
                    call.loopbackItsOwn() ? "its own" : call.loopback(), call.requests(), call.failures(), call.servers() + " pods",
                    call.longestGap());
            String own = DemoFolder.known(pods, call);
            claims.add("servers saw each pod's own address, and no other", call.sources().size() == 1
                    && (own.equals("left") || call.sources().equals(List.of(own))));
            claims.add("each pod's loopback stayed its own", call.loopbackItsOwn());
            claims.add("every pod was served by several others", call.servers() > 1 || options.pods() < 3);
            claims.add("no request failed while pods left and joined", call.failures() == 0 && call.requests() > 0);
            if (call.failures() > 0) {
                progress.say("%s: %s", call.pod(), call.first());
            }
        }
        long distinct = calls.stream().flatMap(call -> call.sources().stream()).distinct().count();
        claims.add("no two pods had the same source address", distinct == calls.size());
        System.out.println("\n" + table);
    }

    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
