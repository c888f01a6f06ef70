package mesh.warren.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mesh.warren.demo.app.Calls;

/** The files of a demo or of a benchmark, and what must not stay behind them. */
public final class DemoFolder {

    private DemoFolder() {}

    /** With all that is in it; nothing when it is not there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }

    /** Ends an Envoy that outlived its agent, because that one was killed. */
    public static void endEnvoy(Path folder) throws IOException, InterruptedException {
        Path pidFile = folder.resolve("envoy.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readString(pidFile).strip().split(" ")[0]);
        Optional<ProcessHandle> envoy = ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").contains("envoy"));
        if (envoy.isPresent() && envoy.get().destroy()) {
            try {
                envoy.get().onExit().get(10, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                envoy.get().destroyForcibly();
            }
        }
    }

    /** The pod's address, or that it has left. */
    static String known(DemoPods pods, Calls call) {
        return pods.names().contains(call.pod()) ? pods.address(call.pod()) : "left";
    }
}
