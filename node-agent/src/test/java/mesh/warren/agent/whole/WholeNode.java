package mesh.warren.agent.whole;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.warren.agent.envoy.AdminClient;
import mesh.warren.agent.netns.Pins;
import mesh.warren.demo.AgentFiles;
import mesh.warren.demo.AgentProcess;
import mesh.warren.demo.leftovers.Leftover;
import mesh.warren.demo.leftovers.Leftovers;
import mesh.warren.demo.leftovers.Traces;
import mesh.warren.demo.node.CniChain;
import mesh.warren.demo.node.CniPath;
import mesh.warren.demo.node.Conflist;
import mesh.warren.demo.node.Node;
import mesh.warren.demo.node.NodeNetwork;
import mesh.warren.demo.node.PackagedPlugin;
import mesh.warren.demo.node.Teardown;

/** A node with the agent, Envoy and pods. Envoy outlives a polite stop of the agent here, unlike in the demo. */
public final class WholeNode implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = 5_000_000;

    private final Teardown teardown = new Teardown();
    private final NodeNetwork network = NodeNetwork.random("warren-whole");
    private final AgentFiles files;
    private final Path launcher;
    private final AgentProcess agent;
    private final Node node;

    private WholeNode(Path folder, int workers, String settings) throws IOException {
        teardown.later("folder " + folder, () -> deleteTree(folder));
        files = AgentFiles.create(folder, network.name(), linkToEnvoy(folder), workers);
        Files.writeString(files.settings(), Files.readString(files.settings()).replace("stopWithAgent: true", "stopWithAgent: false") + settings);
        node = Node.create(folder.resolve("node"), network);
        teardown.later("node", node::close);
        launcher = launcher(folder);
        agent = new AgentProcess(launcher, files);
        teardown.later("pins", () -> Pins.in(files.run()).destroy());
        teardown.later("Envoy", this::endEnvoy);
        teardown.later("agent", agent::close);
    }

    /** Everything runs, and Envoy has what the agent wants it to have: nothing yet. */
    public static WholeNode start() throws IOException {
        return start(2);
    }

    /** The same with this many worker threads. */
    public static WholeNode start(int workers) throws IOException {
        return start(workers, "");
    }

    /** The same with more in the settings file, as YAML. */
    public static WholeNode start(int workers, String settings) throws IOException {
        WholeNode whole = new WholeNode(Files.createTempDirectory("warren-whole"), workers, settings);
        try {
            whole.agent.start();
            whole.agent.awaitSettled(PATIENCE);
            return whole;
        } catch (IOException e) {
            throw whole.teardown.because(e);
        }
    }

    public AgentProcess agent() {
        return agent;
    }

    /** How a process ended, and both its outputs. */
    public record Ended(int status, String said) {}

    /** Another agent with the same settings, until it ends by itself. */
    public Ended runSecondAgent() throws IOException, InterruptedException {
        Process second = new ProcessBuilder(launcher.toString(), "agent", "--config", files.settings().toString())
                .redirectErrorStream(true).start();
        teardown.later("second agent", second::destroyForcibly);
        String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(second.waitFor(), said);
    }

    public AgentFiles files() {
        return files;
    }

    public Node node() {
        return node;
    }

    /** The CNI chain, in which Warren may take this long. */
    public CniChain chain(int timeoutSeconds) throws IOException {
        Conflist list = Conflist.bridgeAndWarren(node, files.cniSocket(), "1.0.0");
        return new CniChain(node, Conflist.parse(list.text().replace("\"timeoutSeconds\":20", "\"timeoutSeconds\":" + timeoutSeconds)),
                CniPath.withReferencePlugins(PackagedPlugin.folder()));
    }

    /** Warren alone, in CNI 1.1.0: for GC and STATUS, which Debian's reference plugins do not know. */
    public CniChain warrenAlone() throws IOException {
        return new CniChain(node, Conflist.parse("""
                {"cniVersion": "1.1.0", "name": "n", "plugins": [{"type": "warren", "socket": "%s", "timeoutSeconds": 5}]}"""
                .formatted(files.cniSocket())), CniPath.withReferencePlugins(PackagedPlugin.folder()));
    }

    /** Warren alone, as the runtime would execute it behind the plugins that made this pod. */
    public CniChain warrenBehind(WholePod pod, int timeoutSeconds) throws IOException {
        String ips = pod.pod().addresses().stream()
                .map(address -> "{\"address\": \"" + address.getHostAddress() + (address instanceof Inet4Address ? "/22" : "/64") + "\", \"interface\": 0}")
                .collect(Collectors.joining(", "));
        return new CniChain(node, Conflist.parse("""
                {"cniVersion": "1.0.0", "name": "n", "plugins": [{"type": "warren", "socket": "%s", "timeoutSeconds": %d, "prevResult":
                  {"cniVersion": "1.0.0", "interfaces": [{"name": "eth0", "sandbox": "%s"}], "ips": [%s]}}]}"""
                .formatted(files.cniSocket(), timeoutSeconds, pod.netns(), ips)), CniPath.withReferencePlugins(PackagedPlugin.folder()));
    }

    /** A pod with its application; closed with the node, or before. */
    public WholePod pod(String name) throws IOException {
        return pod("shop", name, chain(20));
    }

    /** The same, in this Kubernetes namespace, attached by this chain. */
    public WholePod pod(String tenant, String name, CniChain by) throws IOException {
        WholePod pod = WholePod.create(node, by, tenant, name);
        teardown.later("pod " + name, pod::close);
        return pod;
    }

    /** The CNI chain without Warren. */
    public CniChain plainChain() throws IOException {
        Conflist list = Conflist.bridgeAndWarren(node, files.cniSocket(), "1.0.0");
        return new CniChain(node, new Conflist(list.cniVersion(), list.name(), list.plugins().subList(0, 1)),
                CniPath.withReferencePlugins(PackagedPlugin.folder()));
    }

    /** Puts a manifest in the place of what the file had, in one step. */
    public void manifest(String file, String text) throws IOException {
        Path fresh = files.folder().resolve(file + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, files.manifests().resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A Pod with this annotation; returns when the agent has read it, since Envoy then knows the Service that stands beside it. */
    public void annotated(String pod, String annotation, String value) throws IOException {
        manifest(pod + ".yaml", """
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s, namespace: shop, annotations: {%2$s: "%3$s"}}
                spec: {nodeName: any, containers: [{name: app, image: any}]}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: read-%1$s, namespace: shop}
                spec: {clusterIP: 10.96.1.%4$d, ports: [{name: http, port: 80, protocol: TCP}]}
                """.formatted(pod, annotation, value, 1 + Math.floorMod(pod.hashCode(), 250)));
        await("Envoy knows shop/read-" + pod, () -> admin().get("/clusters").contains("shop/read-" + pod));
    }

    /** Ends Envoy; the agent cannot start it again before {@link #letEnvoyBack}. */
    public void keepEnvoyAway() throws IOException {
        Files.move(envoyLink(), files.folder().resolve("envoy-hidden"));
        endEnvoy();
        await("the agent has seen it", () -> agent.status().envoy().pid() == 0);
    }

    public void letEnvoyBack() throws IOException {
        Files.move(files.folder().resolve("envoy-hidden"), envoyLink());
        agent.awaitSettled(PATIENCE);
    }

    /** Envoy's admin interface. */
    public AdminClient admin() {
        return new AdminClient(files.envoy().resolve("admin.sock"), Duration.ofSeconds(10));
    }

    /** The Envoy that runs; empty while none does. */
    public Optional<ProcessHandle> envoy() throws IOException {
        Path pid = files.envoy().resolve("envoy.pid");
        return Files.exists(pid)
                ? ProcessHandle.of(Long.parseLong(Files.readString(pid).split(" ")[0])).filter(ProcessHandle::isAlive)
                : Optional.empty();
    }

    /** Sends it a signal, such as {@code STOP}. */
    public void signalEnvoy(String signal) throws IOException {
        run("kill", "-" + signal, Long.toString(envoy().orElseThrow().pid()));
    }

    /** A command that must succeed. */
    public static void run(String... command) throws IOException {
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IOException(String.join(" ", command) + ": exit status " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Where the agent finds Envoy's binary: a link, so that it can be taken away. */
    private Path envoyLink() {
        return files.folder().resolve("envoy-binary");
    }

    /** What the agent keeps of pods: pins and registry files, by file name. */
    public List<String> kept() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path folder : List.of(files.run().resolve("netns"), files.folder().resolve("state/pods"))) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            }
        }
        names.remove("void");
        return names.stream().sorted().toList();
    }

    /** Waits until it is so. */
    public static void await(String what, Callable<Boolean> condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new IOException("not so after " + PATIENCE + ": " + what, last);
    }

    /** @throws IOException also when something of the node is left */
    @Override
    public void close() throws IOException {
        teardown.close();
        List<Leftover> left = Leftovers.of(new Traces(List.of(files.folder()), network.name(), Set.of()));
        if (!left.isEmpty()) {
            throw new IOException("left behind: " + left);
        }
    }

    private static Path linkToEnvoy(Path folder) throws IOException {
        String named = System.getenv("WARREN_ENVOY");
        Path envoy = named != null ? Path.of(named) : Path.of(System.getProperty("user.home"), ".cache/warren/envoy/1.40.0/envoy");
        if (!Files.isExecutable(envoy)) {
            throw new IOException("no Envoy at " + envoy + ": set WARREN_ENVOY, or run './warren test node', which fetches it");
        }
        return Files.createSymbolicLink(folder.resolve("envoy-binary"), envoy.toRealPath());
    }

    /** From its next start, the agent lacks a capability, such as {@code sys_ptrace}. */
    public void takeFromAgent(String capability) throws IOException {
        Files.writeString(launcher, Files.readString(launcher).replace("exec ", "exec setpriv --inh-caps -" + capability
                + " --bounding-set -" + capability + " "));
    }

    /** Stands for the launcher at the root, whose class path is there only after the tests. */
    private static Path launcher(Path folder) throws IOException {
        Path script = folder.resolve("warren");
        Files.writeString(script, """
                #!/bin/sh
                exec '%s/bin/java' --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -cp '%s' mesh.warren.cli.Main "$@"
                """.formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    /** {@code kill -9}; returns when the process is gone. */
    public void endEnvoy() throws IOException {
        Optional<ProcessHandle> running = envoy();
        if (running.isPresent()) {
            running.get().destroyForcibly();
            await("Envoy's end", () -> !running.get().isAlive());
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
