package mesh.warren.agent.cni;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The socket as a file: its folder, its mode, and what a dead agent left. */
final class ServerSocketFile {

    private static final Set<PosixFilePermission> OWNER_ALL = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_READ_WRITE = PosixFilePermissions.fromString("rw-------");

    /** Connections that the kernel keeps while the server is at its limit; the plugin's own deadline bounds their wait. */
    private static final int BACKLOG = 256;

    private ServerSocketFile() {}

    /**
     * Binds the socket with mode 0600 in a folder of mode 0700, which is made if missing. A file there on which nobody listens is replaced.
     *
     * @throws IOException when somebody listens there, or others may enter the folder
     */
    static ServerSocketChannel bind(Path socket) throws IOException {
        Path folder = socket.toAbsolutePath().getParent();
        makePrivate(folder);
        removeStale(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
            Files.setPosixFilePermissions(socket, OWNER_READ_WRITE);
            return server;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    /** Makes the folder, or looks whether it is private. It never changes one that exists: that may be /run. */
    static void makePrivate(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ALL));
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
        if (!mode.equals(OWNER_ALL)) {
            throw new IOException("folder " + folder + " has mode " + PosixFilePermissions.toString(mode)
                    + ": want rwx------ for the CNI socket; name another folder, or chmod 0700 it");
        }
    }

    private static void removeStale(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(socket));
        } catch (ConnectException nobodyListens) {
            Files.delete(socket);
            return;
        }
        throw new IOException("another agent listens on " + socket + ": stop it, or give this one a socket of its own");
    }
}
