package mesh.warren.agent;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mesh.warren.agent.capture.Capture;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.Registry;
import mesh.warren.agent.settings.AgentSettings;

/**
 * The end of Warren on a node: each pod's capture is removed, so that its connections go where it sends them; then pins, sockets and
 * the registry go. Pods run on. What goes through Envoy at this moment lives as long as Envoy does. In place of an agent, not beside one.
 */
public final class NodeRelease {

    private static final Logger LOG = System.getLogger(NodeRelease.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private NodeRelease() {}

    /**
     * Does it all; again is as good as once. The folders themselves stay, empty.
     *
     * @return how many pods were released
     * @throws IOException when an agent still runs after 30 s, or the state cannot be read
     */
    public static int run(AgentSettings settings) throws IOException, InterruptedException {
        Path run = Files.createDirectories(settings.runDir()).toRealPath();
        Path state = Files.createDirectories(settings.stateDir()).toRealPath();
        int released;
        try (SingleAgent only = claim(run)) {
            Pins pins = Pins.in(run);
            released = releasePods(state, pins);
            pins.destroy();
            empty(state);
        }
        empty(run);
        return released;
    }

    private static SingleAgent claim(Path run) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return SingleAgent.claim(run);
            } catch (IOException another) {
                if (System.nanoTime() > deadline) {
                    throw another;
                }
                Thread.sleep(200);
            }
        }
    }

    private static int releasePods(Path state, Pins pins) throws IOException {
        Capture capture = new Capture();
        try (Registry registry = Registry.open(state)) {
            List<PodRecord> pods = List.copyOf(registry.snapshot().all());
            for (PodRecord pod : pods) {
                try {
                    capture.remove(pod.pin());
                } catch (IOException gone) {
                    LOG.log(Level.INFO, "pod {0}: {1}", pod.name(), gone.getMessage()); // its namespace ended with it
                }
                registry.leave(pod.uid());
            }
            return pods.size();
        }
    }

    private static void empty(Path folder) throws IOException {
        List<Path> inside = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(path -> !path.equals(folder)).forEach(inside::add);
        }
        for (Path path : inside.reversed()) {
            Files.deleteIfExists(path);
        }
    }
}
