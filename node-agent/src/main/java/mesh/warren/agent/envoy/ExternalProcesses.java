package mesh.warren.agent.envoy;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes of {@link ExternalEnvoys}, where the agent can see them: in Kubernetes, where its pod has the node's process numbers
 * ({@code hostPID}). Else nobody hears of a process, and what needs one (lanes) is off. Any thread; a thread of its own for each Envoy
 * waits for its end.
 */
public final class ExternalProcesses {

    private static final System.Logger LOG = System.getLogger(ExternalProcesses.class.getName());

    private final EnvoyWatcher watcher;
    private final Set<EnvoyProcess> known = ConcurrentHashMap.newKeySet();

    /** @param watcher hears of each process when its Envoy connects, as an adopted one, and of its end */
    public ExternalProcesses(EnvoyWatcher watcher) {
        this.watcher = watcher;
    }

    /** An Envoy has connected; returns at once. @param nodeId NODE/NAME, as it says of itself */
    public void connected(String nodeId) {
        String name = nodeId.substring(nodeId.indexOf('/') + 1);
        Thread.ofPlatform().daemon().name("envoy-" + name).start(() -> find(name).filter(known::add).ifPresent(this::watch));
    }

    private void watch(EnvoyProcess process) {
        long begin = System.nanoTime();
        LOG.log(INFO, "Envoy {0,number,#} is watched", process.pid());
        watcher.started(process, true);
        try (Pidfd pidfd = Pidfd.open(process.pid())) {
            if (process.alive()) {
                pidfd.awaitEnd(-1);
            }
        } catch (IOException e) {
            LOG.log(INFO, e.getMessage()); // it has ended already
        }
        known.remove(process);
        watcher.died(process, Duration.ofNanos(System.nanoTime() - begin), Duration.ZERO);
    }

    /** By its command line: it names the admin socket, which is named after it. */
    private static Optional<EnvoyProcess> find(String name) {
        return ProcessHandle.allProcesses().filter(process -> isEnvoy(process.pid(), "/" + name + ".admin.sock"))
                .findFirst().flatMap(process -> EnvoyProcess.of(process.pid()));
    }

    private static boolean isEnvoy(long pid, String socket) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return line.startsWith("/usr/bin/envoy\0") && line.contains(socket);
        } catch (IOException gone) {
            return false;
        }
    }
}
