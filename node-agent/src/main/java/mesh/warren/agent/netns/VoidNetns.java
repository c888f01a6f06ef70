package mesh.warren.agent.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.warren.model.id.NetnsId;

/**
 * The void: an empty network namespace in which Envoy runs. Nothing is in it but its loopback, on which at most the agent's DNS relay
 * answers, by UDP. It has a path in the folder of the pins and stays when the agent ends.
 *
 * @param path  as {@code network_namespace_filepath} of a shared cluster's default source
 * @param netns what is mounted there
 */
public record VoidNetns(Path path, NetnsId netns) {

    private static final String NAME = "void";

    /**
     * The void of these pins: the one that is there, or a new one.
     *
     * @throws IOException when somebody has put an interface into it: then it is not empty, and calls that must fail closed in it
     *                     could leave
     */
    public static VoidNetns findOrCreate(Pins pins) throws IOException {
        synchronized (pins) {
            Path path = pins.folder().resolve(NAME);
            if (!isMounted(path)) {
                Files.deleteIfExists(path);
                NetnsThread.callInNew(() -> {
                    Pins.mount(Path.of("/proc/thread-self/ns/net"), path);
                    return null;
                });
            }
            VoidNetns found = new VoidNetns(path, Netns.identify(path));
            found.requireEmpty();
            return found;
        }
    }

    /** Checks again that nothing can leave it. */
    public void requireEmpty() throws IOException {
        Interfaces interfaces = NetnsThread.call(path, netns, Interfaces::here);
        for (Interfaces.Link link : interfaces.links()) {
            if (!link.name().equals("lo")) {
                throw new IOException("the void " + path + " is not empty: interface " + link.name() + " is in it; stop Envoy, unmount the path and start the agent again");
            }
        }
    }

    /** Sets its loopback up, for the DNS relay. */
    public void loopbackUp() throws IOException {
        NetnsThread.call(path, netns, () -> {
            Interfaces.loopbackUp();
            return null;
        });
    }

    /** Takes its path away; the namespace lives on for as long as a process runs in it. */
    public void remove() throws IOException {
        Pins.unmount(path);
    }

    private static boolean isMounted(Path path) throws IOException {
        return MountTable.read().at(path).isPresent();
    }
}
