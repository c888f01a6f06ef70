package mesh.warren.agent.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.warren.agent.netns.Netns;
import mesh.warren.agent.netns.Pin;
import mesh.warren.agent.netns.Pins;
import mesh.warren.model.id.NetnsId;

/**
 * What an agent that starts finds of the one before it: the registry's records brought together with the pins that are
 * mounted. For the start, before anybody else uses the registry.
 *
 * @param kept    pods whose pin holds the namespace that it should
 * @param pinned  pods whose pin was gone but whose namespace was still at the runtime's path: they have a new pin now
 * @param lost    pods whose namespace is gone: they have left the registry
 * @param orphans pins of nobody in the registry; still mounted, since an Envoy that outlived the agent may have their path in
 *                its configuration: remove them once it has not
 */
public record Recovery(List<PodRecord> kept, List<PodRecord> pinned, List<PodRecord> lost, List<Pin> orphans) {

    public static Recovery run(Registry registry, Pins pins) throws IOException {
        pins.sweep();
        List<PodRecord> kept = new ArrayList<>();
        List<PodRecord> pinned = new ArrayList<>();
        List<PodRecord> lost = new ArrayList<>();
        Set<Path> used = new HashSet<>();
        for (PodRecord pod : List.copyOf(registry.snapshot().all())) {
            if (pins.holds(new Pin(pod.uid(), pod.netns(), pod.pin()))) {
                kept.add(pod);
                used.add(pod.pin());
            } else if (isAt(pod.netnsPath(), pod.netns())) {
                PodRecord again = pod.withPin(pins.create(pod.uid(), pod.netnsPath()).path());
                replace(registry, again);
                pinned.add(again);
                used.add(again.pin());
            } else {
                registry.leave(pod.uid());
                lost.add(pod);
            }
        }
        List<Pin> orphans = pins.list().stream().filter(pin -> !used.contains(pin.path())).toList();
        return new Recovery(List.copyOf(kept), List.copyOf(pinned), List.copyOf(lost), orphans);
    }

    private static boolean isAt(Path path, NetnsId netns) {
        try {
            return Netns.identify(path).equals(netns);
        } catch (IOException e) {
            return false;
        }
    }

    private static void replace(Registry registry, PodRecord pod) throws IOException {
        try {
            registry.join(pod);
        } catch (JoinRefused e) {
            throw new IllegalStateException("a pod that only got a new pin was refused", e);
        }
    }
}
