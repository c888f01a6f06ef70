package mesh.warren.agent.registry;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import mesh.warren.model.id.NetnsId;
import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;

/**
 * A pod that has joined, by CNI ADD.
 *
 * @param uid           what tells it from every other pod
 * @param name          as people name it
 * @param containerId   {@code CNI_CONTAINERID} of its sandbox; a pod gets another one when its sandbox is made anew
 * @param interfaceName {@code CNI_IFNAME}
 * @param netnsPath     {@code CNI_NETNS}, the runtime's path
 * @param netns         who that namespace is
 * @param pin           the agent's own path of it
 * @param addresses     the pod's addresses, in the order of the CNI result
 * @param annotations   those of the pod that begin with {@code warren.mesh/}
 */
public record PodRecord(PodUid uid, PodName name, String containerId, String interfaceName, Path netnsPath, NetnsId netns,
                        Path pin, List<InetAddress> addresses, Map<String, String> annotations) {

    public PodRecord {
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(netns, "netns");
        requireText("containerId", containerId);
        requireText("interfaceName", interfaceName);
        requireAbsolute("netnsPath", netnsPath);
        requireAbsolute("pin", pin);
        addresses = List.copyOf(addresses);
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    /** The same pod, pinned elsewhere. */
    PodRecord withPin(Path other) {
        return new PodRecord(uid, name, containerId, interfaceName, netnsPath, netns, other, addresses, annotations);
    }

    private static void requireText(String field, String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(field + ": want a value that is not empty");
        }
    }

    private static void requireAbsolute(String field, Path path) {
        if (path == null || !path.isAbsolute()) {
            throw new IllegalArgumentException(field + " '" + path + "': want an absolute path");
        }
    }
}
