package mesh.warren.agent.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line that becomes Envoy: {@code setsid} (so that the agent's end, or its terminal's, does not reach it),
 * {@code nsenter} (into the void), {@code setpriv} (own user, two capabilities) and {@code env -i} (nothing of the agent's
 * environment, which {@code %ENVIRONMENT()%} in a tenant's format string could read). Each of them executes the next, so
 * the process number stays the same.
 */
final class EnvoyCommand {

    /**
     * Envoy on standard input: executed through the open file, because the own user may not be able to walk the path to it
     * (a cache below /root).
     */
    private static final String STANDARD_INPUT = "/proc/self/fd/0";

    private final EnvoySettings settings;
    private final EnvoyFolder folder;

    EnvoyCommand(EnvoySettings settings, EnvoyFolder folder) {
        this.settings = settings;
        this.folder = folder;
    }

    /** Why Envoy cannot have a user of its own here; empty: it can. Runs {@code true} in its place. */
    Optional<String> ownUserRefused() throws IOException, InterruptedException {
        List<String> trial = new ArrayList<>(ownUser());
        trial.add(tool("true"));
        Process process = new ProcessBuilder(trial).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        return process.waitFor() == 0 ? Optional.empty() : Optional.of(output.strip());
    }

    /** @param ownUser false: with the agent's user and capabilities */
    Process start(boolean ownUser) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(tool("setsid"), tool("nsenter"), "--net=" + settings.voidNetns(), "--"));
        if (ownUser) {
            command.addAll(ownUser());
        }
        boolean reachable = !ownUser || reachable(settings.binary());
        command.addAll(List.of(
                tool("env"), "-i",
                reachable ? settings.binary().toString() : STANDARD_INPUT,
                "-c", folder.bootstrap().toString(),
                "--disable-hot-restart",
                "--concurrency", Integer.toString(settings.concurrency()),
                "--drain-time-s", Long.toString(Math.max(1, settings.drainTime().toSeconds())),
                "--log-level", "info"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectInput(reachable ? Path.of("/dev/null").toFile() : settings.binary().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
        builder.environment().clear();
        return builder.start();
    }

    private List<String> ownUser() throws IOException {
        String uid = Integer.toString(settings.uid());
        return List.of(tool("setpriv"),
                "--reuid", uid, "--regid", uid, "--clear-groups", "--no-new-privs",
                "--inh-caps=+sys_admin,+net_admin",
                "--ambient-caps=+sys_admin,+net_admin",
                "--bounding-set=-all,+sys_admin,+net_admin");
    }

    private static boolean reachable(Path binary) throws IOException {
        for (Path path = binary.toRealPath(); path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static String tool(String name) throws IOException {
        for (String folder : List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/")) {
            if (Files.isExecutable(Path.of(folder + name))) {
                return folder + name;
            }
        }
        throw new IOException("the program '" + name + "' is missing; it comes with util-linux or coreutils");
    }
}
