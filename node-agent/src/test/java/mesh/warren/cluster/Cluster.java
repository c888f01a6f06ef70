package mesh.warren.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import mesh.warren.cli.cluster.InstallCommand;
import mesh.warren.cli.cluster.UninstallCommand;
import picocli.CommandLine;

/** A cluster of one node, {@code n1}, with Warren's images on it. Any thread. */
public final class Cluster implements AutoCloseable {

    /** What a program said, and how it ended. */
    public record Said(int status, String out) {}

    private static final Path SCRIPTS = Path.of("../daemonset/cluster").toAbsolutePath().normalize();
    private static final Path IMAGES = Path.of("../daemonset/target/images").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final String kubeconfig;
    private final String path;

    private Cluster(String kubeconfig, String path) {
        this.kubeconfig = kubeconfig;
        this.path = path;
    }

    static Cluster up() {
        List<String> images = Stream.of("agent", "envoy", "cni").map(name -> IMAGES.resolve(name + ".tar").toString()).toList();
        images.forEach(image -> assertTrue(Files.exists(Path.of(image)), image + " is not there: run ./warren test cluster, which makes it"));
        List<String> command = new ArrayList<>(List.of(SCRIPTS + "/up.sh"));
        command.addAll(images);
        Said said = program(Map.of(), "", Duration.ofMinutes(20), command);
        assertEquals(0, said.status(), said.out());
        String export = said.out().lines().filter(line -> line.startsWith("export KUBECONFIG=")).findFirst().orElseThrow();
        String[] words = export.split("[ =:]");
        System.setProperty("warren.home", Path.of("..").toAbsolutePath().normalize().toString());
        return new Cluster(words[2], words[4]);
    }

    /** The admin's kubeconfig. */
    public String kubeconfig() {
        return kubeconfig;
    }

    /** Runs kubectl; it must succeed. @return its output, without the space around it */
    public String kubectl(String... arguments) {
        Said said = tryKubectl("", arguments);
        assertEquals(0, said.status(), () -> "kubectl " + String.join(" ", arguments) + ": " + said.out());
        return said.out().strip();
    }

    /** Runs kubectl, with this on its standard input. */
    public Said tryKubectl(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(path + "/kubectl"));
        command.addAll(Arrays.asList(arguments));
        return program(Map.of("KUBECONFIG", kubeconfig), input, PATIENCE, command);
    }

    public void apply(String yaml) {
        Said said = tryKubectl(yaml, "apply", "-f", "-");
        assertEquals(0, said.status(), said.out());
    }

    /** A command in a pod or a workload's first pod, such as {@code deployment/client}; it must succeed. */
    public String in(String namespace, String pod, String... command) {
        List<String> arguments = new ArrayList<>(List.of("-n", namespace, "exec", pod, "--"));
        arguments.addAll(Arrays.asList(command));
        return kubectl(arguments.toArray(String[]::new));
    }

    /** A command on the node. */
    public Said node(String... command) {
        List<String> all = new ArrayList<>(List.of(SCRIPTS + "/enter.sh", "n1"));
        all.addAll(Arrays.asList(command));
        return program(Map.of(), "", PATIENCE, all);
    }

    /** {@code warren install}, until it is ready on the node. */
    public void install() {
        assertEquals(0, new CommandLine(new InstallCommand()).execute("--kubeconfig", kubeconfig), this::standing);
    }

    /** {@code warren uninstall}. */
    public void uninstall() {
        assertEquals(0, new CommandLine(new UninstallCommand()).execute("--kubeconfig", kubeconfig), this::standing);
    }

    /** Makes a Kubernetes namespace whose pods are routed. */
    public void tenant(String name) {
        apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + ", labels: {warren.mesh/join: 'true'}}}");
        await(name + " has its service account", () -> tryKubectl("", "-n", name, "get", "serviceaccount", "default").status() == 0);
    }

    /** Deletes Kubernetes namespaces with all that is in them. */
    public void delete(String... namespaces) {
        List<String> arguments = new ArrayList<>(List.of("delete", "namespace", "--ignore-not-found"));
        arguments.addAll(Arrays.asList(namespaces));
        kubectl(arguments.toArray(String[]::new));
    }

    /** {@code warren status} of the node's agent. */
    public String status() {
        return tryKubectl("", "-n", "warren-system", "exec", "daemonset/warren-agent", "--", "/opt/warren/bin/warren", "status",
                "--config", "/etc/warren/agent.yaml").out();
    }

    /** A statistic of Envoy's; 0 when it is not there. */
    public long envoy(String stat) {
        return Long.parseLong(in("warren-system", "daemonset/warren-envoy", "warren-envoy", "stat", stat));
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> what + ": not within " + PATIENCE);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String standing() {
        return tryKubectl("", "get", "pods", "-A", "-o", "wide").out()
                + tryKubectl("", "-n", "warren-system", "logs", "daemonset/warren-agent", "--tail=30").out()
                + tryKubectl("", "-n", "warren-system", "logs", "daemonset/warren-cni", "--tail=10").out();
    }

    private static Said program(Map<String, String> environment, String input, Duration limit, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (var stdin = process.outputWriter()) {
                stdin.write(input);
            }
            String out = new String(process.getInputStream().readAllBytes());
            assertTrue(process.waitFor(limit.toSeconds(), TimeUnit.SECONDS), () -> command + " does not end");
            return new Said(process.exitValue(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        program(Map.of(), "", PATIENCE, List.of(SCRIPTS + "/down.sh", "--keep-logs", Path.of("target/cluster-logs").toAbsolutePath().toString()));
    }
}
