package mesh.warren.agent.attach;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import mesh.warren.agent.cni.Attachment;
import mesh.warren.agent.cni.InterfaceAddress;
import mesh.warren.agent.netns.Pin;
import mesh.warren.agent.netns.Pins;
import mesh.warren.agent.registry.JoinRefused;
import mesh.warren.agent.registry.Joined;
import mesh.warren.agent.registry.PodRecord;
import mesh.warren.agent.registry.Registry;
import mesh.warren.cni.spec.CniException;
import mesh.warren.cni.spec.ErrorCode;
import mesh.warren.model.id.PodName;
import mesh.warren.model.xds.ResourceKey;

/**
 * Pins of pods and who still needs them. Taking a pin and joining are one step, and so are finding a pin unused and removing
 * it: else a pin that is given back just when its pod joins again would be removed under it. Any thread.
 */
final class PodPins {

    private static final Logger LOG = System.getLogger(PodPins.class.getName());

    private final Registry registry;
    private final Pins pins;
    private final Doors doors;

    PodPins(Registry registry, Pins pins, Doors doors) {
        this.registry = registry;
        this.pins = pins;
        this.doors = doors;
    }

    /** Pins the pod's network namespace and lets the pod join; when that fails, no pin of it is left. */
    synchronized Joined join(Attachment attachment, PodName name, Map<String, String> annotations) throws CniException {
        try {
            Pin pin = pins.create(attachment.uid(), attachment.netnsPath());
            try {
                if (!pin.netns().equals(attachment.netns())) {
                    throw new CniException(ErrorCode.INVALID_ENVIRONMENT, "CNI_NETNS " + attachment.netnsPath() + " of pod " + name
                            + " became another network namespace during the call");
                }
                return registry.join(new PodRecord(attachment.uid(), name, attachment.id().containerId(), attachment.id().ifname(),
                        attachment.netnsPath(), pin.netns(), pin.path(),
                        attachment.addresses().stream().map(InterfaceAddress::address).toList(), annotations));
            } finally {
                removeUnused(pin.path());
            }
        } catch (JoinRefused e) {
            throw new CniException(ErrorCode.INVALID_ENVIRONMENT, e.getMessage());
        } catch (IOException e) {
            throw new CniException(ErrorCode.IO_FAILURE, "pod " + name + ": its network namespace cannot join: " + e.getMessage());
        }
    }

    /** Removes a pin unless a pod in the registry has it. */
    synchronized void removeUnused(Path pin) {
        if (registry.snapshot().all().stream().anyMatch(pod -> pod.pin().equals(pin))) {
            return;
        }
        try {
            pins.remove(pin);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "unpinning {0}: {1}", pin, e.getMessage());
        }
    }

    /** Once Envoy has let go of the doors of a pod that left. Not waited for: the pod's end must not hang on Envoy. */
    void removeWhenGone(PodRecord left) {
        remove(left.pin(), left, doors::whenGone);
    }

    /** Once Envoy has moved the doors to where the pod is now. */
    void removeWhenMoved(Path pin, PodRecord now) {
        remove(pin, now, doors::whenServed);
    }

    private void remove(Path pin, PodRecord pod, Function<ResourceKey, CompletableFuture<Void>> when) {
        CompletableFuture.allOf(doors.of(pod).stream().map(when).toArray(CompletableFuture[]::new))
                .thenRunAsync(() -> removeUnused(pin));
    }

    /** Removes pins that an agent before this one left and that nobody needs, as soon as Envoy has let go of all that it had. */
    void release(List<Pin> orphans) {
        doors.whenSettled().thenRunAsync(() -> orphans.forEach(pin -> removeUnused(pin.path())));
    }
}
