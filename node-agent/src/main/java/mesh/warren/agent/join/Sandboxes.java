package mesh.warren.agent.join;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mesh.warren.agent.cni.InterfaceAddress;
import mesh.warren.agent.netns.Interfaces;
import mesh.warren.agent.netns.Netns;
import mesh.warren.agent.netns.NetnsThread;
import mesh.warren.model.address.IpAddress;
import mesh.warren.model.id.NetnsId;

/**
 * The network namespaces that the runtime made, by the addresses in them: how a pod is found that was there before Warren. The
 * kernel is asked, not the runtime.
 *
 * @param folder where the runtime has its paths; {@code /run/netns}
 */
record Sandboxes(Path folder) {

    /**
     * A namespace with its addresses.
     *
     * @param path      the runtime's
     * @param addresses of all interfaces but loopback, in the kernel's order
     */
    record Sandbox(Path path, NetnsId netns, List<InterfaceAddress> addresses) {

        boolean has(List<IpAddress> all) {
            Set<String> here = addresses.stream().map(a -> a.address().getHostAddress()).collect(Collectors.toSet());
            return all.stream().allMatch(ip -> here.stream().anyMatch(a -> IpAddress.parse(a).equals(ip)));
        }
    }

    /**
     * All that can be entered now.
     *
     * @param wanted which to enter; asked with each one's identity
     * @throws IOException when the folder cannot be listed
     */
    List<Sandbox> look(Predicate<NetnsId> wanted) throws IOException {
        List<Sandbox> found = new ArrayList<>();
        Set<NetnsId> seen = new HashSet<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                try (Netns netns = Netns.open(path)) {
                    if (seen.add(netns.id()) && wanted.test(netns.id())) {
                        found.add(new Sandbox(path, netns.id(), addresses(NetnsThread.call(netns, Interfaces::here))));
                    }
                } catch (IOException e) {
                    // It went away while it was looked at, or was no namespace: then it is nobody's.
                }
            }
        }
        return found;
    }

    private static List<InterfaceAddress> addresses(Interfaces interfaces) {
        return interfaces.addresses().stream().filter(address -> !address.address().isLoopbackAddress() && !address.address().isLinkLocalAddress())
                .map(address -> new InterfaceAddress(address.address(), address.prefix())).toList();
    }
}
