package mesh.warren.agent.lanes;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mesh.warren.agent.envoy.EnvoyProcess;
import mesh.warren.agent.netns.Linux;
import mesh.warren.agent.netns.LinuxException;
import mesh.warren.agent.netns.ListeningSocket;

/**
 * The sockets of one Envoy process, to be told apart and borrowed. What is known of its descriptors is remembered, since a full
 * Envoy has thousands. Owned by the thread {@code lanes}.
 */
final class EnvoySockets implements AutoCloseable {

    private static final long PIDFD_OPEN = 434; // the same numbers on all architectures
    private static final long PIDFD_GETFD = 438;
    private static final String SOCKET = "socket:[";
    private static final int MAX_STRANGERS = 10_000;

    private final EnvoyProcess process;
    private final int pidfd;
    private final Map<Long, Integer> descriptors = new HashMap<>();
    private final Set<Long> strangers = new HashSet<>();
    private Set<Integer> seen = new HashSet<>();

    private EnvoySockets(EnvoyProcess process, int pidfd) {
        this.process = process;
        this.pidfd = pidfd;
    }

    static EnvoySockets of(EnvoyProcess process) throws LinuxException {
        return new EnvoySockets(process,
                (int) Linux.syscall("pidfd_open", "of Envoy " + process.pid(), PIDFD_OPEN, process.pid(), 0, 0, 0));
    }

    EnvoyProcess process() {
        return process;
    }

    /** Makes sure that those of these sockets that are this Envoy's are known as such. */
    void look(Collection<ListeningSocket> sockets) throws IOException {
        if (!known(sockets)) {
            read(seen);
            if (!known(sockets)) {
                read(Set.of()); // a descriptor's number may stand for another file by now
                if (strangers.size() > MAX_STRANGERS) {
                    strangers.clear();
                }
                sockets.stream().filter(socket -> !has(socket)).forEach(socket -> strangers.add(socket.inode()));
            }
        }
    }

    /** As far as was looked. */
    boolean has(ListeningSocket socket) {
        return descriptors.containsKey(socket.inode());
    }

    /** A descriptor of this process for that very socket (pidfd_getfd(2)); the caller closes. */
    int borrow(ListeningSocket socket) throws LinuxException {
        int descriptor = descriptors.get(socket.inode());
        return (int) Linux.syscall("pidfd_getfd", "descriptor " + descriptor + " of Envoy " + process.pid(), PIDFD_GETFD, pidfd, descriptor, 0, 0);
    }

    /** Forgets what is known, after a borrowed socket turned out to be another. */
    void forget() {
        descriptors.clear();
        seen = new HashSet<>();
    }

    private boolean known(Collection<ListeningSocket> sockets) {
        return sockets.stream().allMatch(socket -> has(socket) || strangers.contains(socket.inode()));
    }

    private void read(Set<Integer> without) throws IOException {
        Set<Integer> there = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path entry : entries) {
                int descriptor = Integer.parseInt(entry.getFileName().toString());
                there.add(descriptor);
                if (!without.contains(descriptor)) {
                    remember(descriptor, entry);
                }
            }
        } catch (AccessDeniedException e) {
            throw new NotAllowedException("reading " + e.getFile() + ": permission denied; give the agent CAP_SYS_PTRACE");
        }
        seen = there;
        descriptors.values().retainAll(there);
    }

    private void remember(int descriptor, Path entry) throws IOException {
        try {
            String target = Files.readSymbolicLink(entry).toString();
            if (target.startsWith(SOCKET)) {
                descriptors.put(Long.parseLong(target, SOCKET.length(), target.length() - 1, 10), descriptor);
            }
        } catch (NoSuchFileException closedMeanwhile) {
            descriptors.values().remove(descriptor);
        }
    }

    @Override
    public void close() throws LinuxException {
        Linux.close(pidfd);
    }
}
