package mesh.warren.agent.envoy;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Envoys of this node that others start and end: the pods of a DaemonSet, two of them during an upgrade. They share one folder with
 * the agent, in which each has files of its own name (daemonset/images/envoy/warren-envoy is the other side of this):
 * {@code NAME.admin.sock}, {@code NAME.served} (written here: it has all that is wanted) and {@code NAME.leaving} (written there:
 * its doors go to another one). Any thread.
 *
 * @param folder of all of them
 */
public record ExternalEnvoys(EnvoyFolder folder) {

    private static final System.Logger LOG = System.getLogger(ExternalEnvoys.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** {@code Node.id} that such an Envoy says: NODE/NAME. A name becomes part of a path. */
    private static final Pattern NODE_ID = Pattern.compile("[a-z0-9.-]+/([a-z0-9]([a-z0-9.-]{0,98}[a-z0-9])?)");
    private static final String ADMIN = ".admin.sock";

    /**
     * Makes the folder, for the user that the launch names.
     *
     * @throws IOException also when that user cannot reach it
     */
    public static ExternalEnvoys in(EnvoyLaunch launch) throws IOException {
        return new ExternalEnvoys(EnvoyFolder.create(launch.folder(), launch.uid()));
    }

    /**
     * Leaves the bootstrap for whoever starts next, whole or not at all. An Envoy that runs already keeps its own.
     *
     * @param launch of it everything counts that is in a bootstrap; how Envoy is executed is up to who does
     */
    public void offer(EnvoyLaunch launch) throws IOException {
        Path fresh = folder.path().resolve("bootstrap.new");
        Files.write(fresh, EnvoyBootstrap.of(launch, folder).toByteArray());
        folder.giveToEnvoy(fresh);
        Files.move(fresh, folder.bootstrap(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Says to those who ask about the readiness of this Envoy that it has all that is wanted. */
    public void served(String nodeId) {
        Matcher name = NODE_ID.matcher(nodeId);
        if (!name.matches()) {
            LOG.log(WARNING, "Envoy ''{0}'' is served, but has no name of the form NODE/NAME: nobody learns that it is ready", nodeId);
            return;
        }
        try {
            Path mark = folder.path().resolve(name.group(1) + ".served");
            if (Files.notExists(mark)) {
                Files.createFile(mark);
                LOG.log(INFO, "Envoy {0} has all that is wanted", nodeId);
            }
            folder.giveToEnvoy(mark);
            nowAnswers(name.group(1));
        } catch (IOException e) {
            LOG.log(WARNING, "Envoy {0} is served, and that cannot be said: {1}", nodeId, e);
        }
    }

    /** The folder's admin socket is that of the Envoy that became ready last: who asks for one answer asks there. */
    private void nowAnswers(String name) throws IOException {
        Path fresh = folder.path().resolve("admin.new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, Path.of(name + ADMIN));
        Files.move(fresh, folder.adminSocket(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The admin sockets that are there, by Envoy's name; one that was left by an Envoy that is gone does not answer. */
    public Map<String, AdminClient> admins() throws IOException {
        Map<String, AdminClient> admins = new TreeMap<>();
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(folder.path(), "*" + ADMIN)) {
            for (Path socket : sockets) {
                String file = socket.getFileName().toString();
                admins.put(file.substring(0, file.length() - ADMIN.length()), new AdminClient(socket, TIMEOUT));
            }
        }
        return admins;
    }

    /** Their processes, as far as the agent can see them (it needs the node's PID namespace): those that are leaving come last. */
    public List<EnvoyProcess> processes() {
        return EnvoyProcess.all(folder).stream()
                .sorted(Comparator.comparing(envoy -> envoy.named(ADMIN).filter(this::leaving).isPresent())).toList();
    }

    /** Whether this Envoy is handing its doors over to another one. */
    public boolean leaving(String name) {
        return Files.exists(folder.path().resolve(name + ".leaving"));
    }
}
