package mesh.warren.agent.whole;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A real control plane in a process of its own: what it serves is a file, what it hears it prints. */
public final class ControlPlaneProcess implements AutoCloseable {

    /**
     * What it heard of a sidecar.
     *
     * @param event ask, ack, nack or closed
     * @param node  {@code Node.id}
     * @param type  type URL, or sovereign's name for the type
     * @param text  of a nack
     */
    record Heard(String event, String node, String type, String text) {}

    private final ControlPlaneProgram program;
    private final Path world;
    private final String host;
    private final int port;
    private final Map<String, String> served = new TreeMap<>();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final StringBuffer said = new StringBuffer();
    private Process process;

    ControlPlaneProcess(ControlPlaneProgram program, Path folder) throws IOException {
        this(program, folder, "127.0.0.1");
    }

    /** go-control-plane on this address of the machine's. */
    public static ControlPlaneProcess go(Path folder, String host) throws IOException {
        return new ControlPlaneProcess(ControlPlaneProgram.GO, folder, host);
    }

    private ControlPlaneProcess(ControlPlaneProgram program, Path folder, String host) throws IOException {
        this.program = program;
        this.host = host;
        this.world = folder.resolve("world.json");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        write();
    }

    public int port() {
        return port;
    }

    /** Starts it, on the port of before; returns when it listens. */
    public void start() throws IOException {
        ControlPlaneProgram.Run run = program.at(port, world);
        ProcessBuilder builder = new ProcessBuilder(run.command().stream().map(word -> word.replace("127.0.0.1", host)).toList()).directory(run.folder().toFile()).redirectErrorStream(true);
        builder.environment().putAll(run.environment());
        process = builder.start();
        Process started = process;
        Thread.ofPlatform().daemon().start(() -> read(started));
        WholeNode.await(program + " listens; it said: " + said, () -> {
            if (!started.isAlive()) {
                throw new IllegalStateException(program + " ended: " + said);
            }
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(host, port), 1000);
                return true;
            }
        });
    }

    private void read(Process from) {
        try (BufferedReader lines = from.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"event\"")) {
                    JsonObject event = JsonParser.parseString(line).getAsJsonObject();
                    heard.add(new Heard(text(event, "event"), text(event, "node"), text(event, "type"), text(event, "text")));
                } else {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException ended) {
            said.append(ended);
        }
    }

    private static String text(JsonObject event, String field) {
        return event.has(field) ? event.get(field).getAsString() : "";
    }

    /** What these nodes are served from now on, each as the JSON of its resources by kind; the others as before. */
    public void serve(Map<String, String> resources) throws IOException {
        served.putAll(resources);
        write();
        if (process != null && process.isAlive()) {
            process.outputWriter().write("load\n");
            process.outputWriter().flush();
        }
    }

    private void write() throws IOException {
        Path fresh = world.resolveSibling("world.json.new");
        Files.writeString(fresh, served.entrySet().stream()
                .map(node -> "\"" + node.getKey() + "\": " + node.getValue())
                .collect(Collectors.joining(",\n", "{", "}")));
        Files.move(fresh, world, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The sidecars that it heard this from. */
    Set<String> nodes(String event, String typeContains) {
        return heard.stream().filter(each -> each.event().equals(event) && each.type().toLowerCase().contains(typeContains))
                .map(Heard::node).collect(Collectors.toSet());
    }

    /** The refusals that it was told. */
    List<Heard> refusals() {
        return heard.stream().filter(each -> each.event().equals("nack")).toList();
    }

    /** {@code kill -9}. */
    void kill() throws IOException {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IOException(program + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            kill();
        }
    }
}
