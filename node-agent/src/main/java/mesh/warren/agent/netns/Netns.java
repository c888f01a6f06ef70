package mesh.warren.agent.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mesh.warren.model.id.NetnsId;

/**
 * An open network namespace: it lives at least as long as this, whatever happens to its path. Not for several threads at once;
 * close it where it was opened.
 */
public final class Netns implements AutoCloseable {

    private final Path path;
    private final int fd;
    private final NetnsId id;
    private boolean closed;

    private Netns(Path path, int fd, NetnsId id) {
        this.path = path;
        this.fd = fd;
        this.id = id;
    }

    /**
     * Opens a path, such as the one that CNI gives; links are followed.
     *
     * @throws IOException when it is gone, or is not a network namespace
     */
    public static Netns open(Path path) throws IOException {
        int fd = Linux.open(path.toString());
        try {
            if (!Linux.isNetworkNamespace(fd, path.toString())) {
                throw new IOException(path + " is not a network namespace; want a path such as CNI_NETNS or /proc/PID/ns/net"
                        + " (a pin or name that was unmounted is an ordinary file)");
            }
            // By the descriptor and not by the path: what was checked is what is identified.
            Map<String, Object> stat = Files.readAttributes(Path.of("/proc/self/fd/" + fd), "unix:dev,ino");
            return new Netns(path, fd, new NetnsId((Long) stat.get("dev"), (Long) stat.get("ino")));
        } catch (IOException | RuntimeException e) {
            Linux.close(fd);
            throw e;
        }
    }

    /** Who the namespace at this path is; two paths of one namespace have one identity. */
    public static NetnsId identify(Path path) throws IOException {
        try (Netns netns = open(path)) {
            return netns.id();
        }
    }

    public Path path() {
        return path;
    }

    public NetnsId id() {
        return id;
    }

    /** A path of this very namespace for as long as this is open, also when {@link #path} is another's by now. */
    Path descriptorPath() {
        return Path.of("/proc/self/fd/" + fd);
    }

    void enter() throws LinuxException {
        Linux.setns(fd, path.toString());
    }

    @Override
    public void close() throws LinuxException {
        if (!closed) {
            closed = true;
            Linux.close(fd);
        }
    }

    @Override
    public String toString() {
        return path + " (" + id + ")";
    }
}
