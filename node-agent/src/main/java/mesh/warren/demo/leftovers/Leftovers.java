package mesh.warren.demo.leftovers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.netns.Interfaces;
import mesh.warren.agent.netns.MountTable;
import mesh.warren.agent.netns.NetnsThread;

/** Looks for the remains of a run: in the machine's own network namespace, in its mounts, processes and files. Needs root. */
public final class Leftovers {

    private static final Path NAMED_NAMESPACES = Path.of("/run/netns");
    private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/net");

    private final Traces traces;
    private final List<Leftover> found = new ArrayList<>();

    private Leftovers(Traces traces) {
        this.traces = traces;
    }

    /** All that is there of the run; empty when nothing is. */
    public static List<Leftover> of(Traces traces) throws IOException {
        Leftovers leftovers = new Leftovers(traces);
        leftovers.namespaces();
        leftovers.mounts();
        leftovers.found.addAll(RunningProcesses.of(traces));
        leftovers.found.addAll(inNamespace(OWN_NAMESPACE, traces));
        leftovers.files();
        return List.copyOf(leftovers.found);
    }

    private void namespaces() throws IOException {
        if (!Files.isDirectory(NAMED_NAMESPACES)) {
            return;
        }
        try (DirectoryStream<Path> names = Files.newDirectoryStream(NAMED_NAMESPACES)) {
            for (Path name : names) {
                if (name.getFileName().toString().startsWith(traces.prefix())) {
                    found.add(new Leftover(Leftover.Kind.NAMESPACE, name.toString()));
                }
            }
        }
    }

    private void mounts() throws IOException {
        for (MountTable.Mount mount : MountTable.read().all()) {
            if (traces.folders().stream().anyMatch(mount.mountPoint()::startsWith)) {
                found.add(new Leftover(Leftover.Kind.MOUNT, mount.mountPoint() + " (" + mount.fileSystem() + ")"));
            }
        }
    }

    /** What the run did to a namespace that is not its own; what is in its own ones goes with them. */
    static List<Leftover> inNamespace(Path netns, Traces traces) throws IOException {
        List<Leftover> found = new ArrayList<>();
        for (Interfaces.Link link : NetnsThread.call(netns, Interfaces::here).links()) {
            if (link.name().startsWith(traces.prefix())) {
                found.add(new Leftover(Leftover.Kind.INTERFACE, link.name()));
            }
        }
        for (String table : Capture.tables(netns)) {
            String name = table.substring(table.indexOf(' ') + 1);
            if (name.startsWith(traces.prefix()) || name.equals("warren")) {
                found.add(new Leftover(Leftover.Kind.RULES, "nftables table " + table));
            }
        }
        return found;
    }

    private void files() throws IOException {
        for (Path folder : traces.folders()) {
            if (Files.exists(folder)) {
                try (Stream<Path> tree = Files.walk(folder)) {
                    tree.forEach(path -> found.add(new Leftover(Leftover.Kind.FILE, path.toString())));
                }
            }
        }
    }
}
