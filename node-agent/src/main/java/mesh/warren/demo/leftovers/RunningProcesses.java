package mesh.warren.demo.leftovers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mesh.warren.agent.netns.Netns;

/** Processes that belong to a run: by their command line, or by the network namespace that they are in. */
final class RunningProcesses {

    private RunningProcesses() {}

    static List<Leftover> of(Traces traces) {
        Set<Long> caller = callers();
        List<Leftover> found = new ArrayList<>();
        ProcessHandle.allProcesses().filter(process -> !caller.contains(process.pid())).sorted().forEach(process -> {
            Path proc = Path.of("/proc", Long.toString(process.pid()));
            try {
                String command = new String(Files.readAllBytes(proc.resolve("cmdline")), StandardCharsets.UTF_8).replace('\0', ' ').strip();
                boolean named = traces.folders().stream().anyMatch(folder -> command.contains(folder.toString()));
                if (named || traces.namespaces().contains(Netns.identify(proc.resolve("ns/net")))) {
                    found.add(new Leftover(Leftover.Kind.PROCESS, process.pid() + " " + command));
                }
            } catch (IOException e) {
                // It ended while we looked, or has ended already (a zombie has no namespace): nothing is left of it.
            }
        });
        return found;
    }

    /** The process that asks, and those that started it: their command lines may name a folder too. */
    private static Set<Long> callers() {
        Set<Long> pids = new HashSet<>();
        Optional<ProcessHandle> process = Optional.of(ProcessHandle.current());
        while (process.isPresent()) {
            pids.add(process.get().pid());
            process = process.get().parent();
        }
        return pids;
    }
}
