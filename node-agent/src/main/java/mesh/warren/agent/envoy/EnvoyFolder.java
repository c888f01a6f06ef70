package mesh.warren.agent.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Envoy's folder: 0700 and Envoy's own, so that no other user reaches the sockets in it whatever their modes are.
 *
 * @param path of the folder
 * @param uid  whom Envoy runs as, and whose the folder and all files in it are
 */
public record EnvoyFolder(Path path, int uid) {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    /** {@code sun_path} of {@code sockaddr_un} without its final zero (unix(7)). */
    private static final int MAX_SOCKET_PATH = 107;

    /**
     * Makes the folder, for the user that the launch names, or for the agent's own when the kernel does not let Envoy have
     * another one.
     *
     * @throws IOException also when that user cannot reach it, or a socket's path in it would be too long
     */
    public static EnvoyFolder create(EnvoyLaunch launch) throws IOException, InterruptedException {
        return create(launch.folder(), EnvoyUser.of(launch));
    }

    /**
     * Makes the folder for Envoys that run as this user, whoever starts them.
     *
     * @throws IOException also when that user cannot reach it, or a socket's path in it would be too long
     */
    static EnvoyFolder create(Path path, int uid) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, OWNER_ONLY);
        EnvoyFolder folder = new EnvoyFolder(path.toRealPath(), uid);
        folder.giveToEnvoy(folder.path);
        if (folder.adminSocket().toString().length() > MAX_SOCKET_PATH) {
            throw new IOException("envoy.folder " + path + ": the path of a socket in it would have more than "
                    + MAX_SOCKET_PATH + " bytes; choose a shorter one");
        }
        for (Path above = folder.path.getParent(); folder.uid != 0 && above != null; above = above.getParent()) {
            if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new IOException("envoy.folder " + path + ": Envoy's user " + folder.uid + " cannot enter " + above
                        + "; choose another folder or 'chmod o+x' that one");
            }
        }
        return folder;
    }

    /** Where the agent's ADS server listens: start it there, then {@link #giveToEnvoy} the socket. */
    public Path adsSocket() {
        return path.resolve("ads.sock");
    }

    public Path adminSocket() {
        return path.resolve("admin.sock");
    }

    public Path bootstrap() {
        return path.resolve("bootstrap.pb");
    }

    /** Envoy's standard output and error. */
    public Path log() {
        return path.resolve("envoy.log");
    }

    /** "PID START" of the running Envoy, see {@link EnvoyProcess}. */
    public Path pidFile() {
        return path.resolve("envoy.pid");
    }

    /** Makes a file of this folder Envoy's own and closed to others. */
    public void giveToEnvoy(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        Files.setAttribute(file, "unix:uid", uid);
        Files.setAttribute(file, "unix:gid", uid);
    }
}
