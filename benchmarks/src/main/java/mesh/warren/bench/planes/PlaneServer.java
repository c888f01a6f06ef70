package mesh.warren.bench.planes;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The tests' server on go-control-plane, on a Unix socket: all nodes are served the same world. */
final class PlaneServer implements AutoCloseable {

    private static final String CACHE = "XDG_CACHE_HOME";

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration ACKS = Duration.ofSeconds(180);

    /** That this node has acknowledged a response of this type. */
    private record Heard(String node, String type) {}

    private final Path folder;
    private final List<String> nodes;
    private final Set<Heard> acks = new HashSet<>();
    private final StringBuilder refused = new StringBuilder();
    private Process process;
    private boolean listens;
    private long last;

    /** Builds and starts it; returns when it listens. */
    static PlaneServer start(Path folder, List<String> nodes, PlaneWorld world) throws IOException, InterruptedException {
        PlaneServer server = new PlaneServer(folder, nodes);
        server.write(world);
        Path program = built();
        server.process = new ProcessBuilder(program.toString(), "unix:" + server.socket(), server.world().toString())
                .redirectError(folder.resolve("control-plane.log").toFile()).start();
        Thread.ofPlatform().daemon().start(server::read);
        server.await(START, () -> server.listens, () -> "the control plane listens; see " + folder.resolve("control-plane.log"));
        return server;
    }

    private PlaneServer(Path folder, List<String> nodes) {
        this.folder = folder;
        this.nodes = nodes;
    }

    private static Path built() throws IOException, InterruptedException {
        String configured = System.getenv(CACHE);
        Path cache = (configured != null ? Path.of(configured) : Path.of(System.getProperty("user.home"), ".cache")).resolve("warren/control-planes");
        Path program = Files.createDirectories(cache).resolve("go-control-plane");
        ProcessBuilder build = new ProcessBuilder("go", "build", "-o", program.toString(), ".")
                .directory(Path.of(System.getProperty("warren.home"), "node-agent/src/control-planes/go").toFile()).inheritIO();
        build.environment().merge("PATH", "/usr/local/go/bin", (path, more) -> path + ":" + more);
        if (build.start().waitFor() != 0) {
            throw new IOException("go build of the control plane failed");
        }
        return program;
    }

    Path socket() {
        return folder.resolve("xds.sock");
    }

    private Path world() {
        return folder.resolve("world.json");
    }

    /** Every node is served this from now on. Returns the moment at which the server was told. */
    long serve(PlaneWorld world) throws IOException {
        write(world);
        synchronized (this) {
            acks.clear();
        }
        long now = System.nanoTime();
        process.outputWriter().write("load\n");
        process.outputWriter().flush();
        return now;
    }

    private void write(PlaneWorld world) throws IOException {
        Path fresh = folder.resolve("world.json.new");
        Files.writeString(fresh, nodes.stream().skip(1).map(node -> "\"" + node + "\": \"" + nodes.getFirst() + "\"")
                .collect(Collectors.joining(",\n", "{\"" + nodes.getFirst() + "\": " + world.json() + (nodes.size() > 1 ? ",\n" : ""), "}")));
        Files.move(fresh, world(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was acknowledged before counts no more. */
    synchronized void forget() {
        acks.clear();
    }

    /**
     * Waits until so many nodes whose name begins so have acknowledged a response of this type since the last change.
     *
     * @param type end of the type's name
     * @return the moment at which the last one was heard
     */
    long awaitAcks(int count, String prefix, String type) throws IOException, InterruptedException {
        await(ACKS, () -> acked(prefix, type) >= count, () -> acked(prefix, type) + " of " + count + " nodes " + prefix + "* have acknowledged " + type + "; refusals: " + refused);
        synchronized (this) {
            return last;
        }
    }

    private long acked(String prefix, String type) {
        return acks.stream().filter(heard -> heard.node().startsWith(prefix) && heard.type().endsWith(type)).count();
    }

    private synchronized void await(Duration patience, BooleanSupplier condition, Supplier<String> what)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || !process.isAlive()) {
                throw new IOException("not so after " + patience + ": " + what.get());
            }
            wait(left);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard(JsonParser.parseString(line).getAsJsonObject());
            }
        } catch (IOException ended) {
            // The process has ended; who waits sees that.
        }
    }

    private synchronized void heard(JsonObject event) {
        switch (event.get("event").getAsString()) {
            case "listening" -> listens = true;
            case "ack" -> {
                acks.add(new Heard(event.get("node").getAsString(), event.get("type").getAsString()));
                last = System.nanoTime();
            }
            case "nack" -> refused.append(event).append('\n');
            default -> { }
        }
        notifyAll();
    }

    /** Refusals that it was told; empty: none. */
    synchronized String refusals() {
        return refused.toString();
    }

    /** Names of nodes: a prefix and a number each. */
    static List<String> names(String prefix, String suffix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i + suffix).toList();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
