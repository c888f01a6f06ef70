package mesh.warren.agent.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

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

    private final EnvoyLaunch launch;
    private final EnvoyFolder folder;

    EnvoyCommand(EnvoyLaunch launch, EnvoyFolder folder) {
        this.launch = launch;
        this.folder = folder;
    }

    /** Starts it in the void. */
    Process start() throws IOException {
        return start(List.of(tool("nsenter"), "--net=" + launch.voidNetns(), "--"));
    }

    /** Starts it in an empty network namespace of its own, which ends with it. */
    Process startAlone() throws IOException {
        return start(List.of(tool("unshare"), "--net", "--"));
    }

    private Process start(List<String> intoNetns) throws IOException {
        boolean ownUser = folder.uid() != EnvoyUser.agents();
        List<String> command = new ArrayList<>(List.of(tool("setsid")));
        command.addAll(intoNetns);
        if (ownUser) {
            command.addAll(EnvoyUser.prefix(folder.uid()));
        }
        boolean reachable = !ownUser || reachable(launch.binary());
        command.addAll(List.of(
                tool("env"), "-i",
                reachable ? launch.binary().toString() : STANDARD_INPUT,
                "-c", folder.bootstrap().toString(),
                "--disable-hot-restart",
                "--concurrency", Integer.toString(launch.concurrency()),
                "--drain-time-s", Long.toString(Math.max(1, launch.drainTime().toSeconds())),
                "--log-level", "info",
                "--component-log-level", "main:warning")); // its hundred lines of built-in extensions
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectInput(reachable ? Path.of("/dev/null").toFile() : launch.binary().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
        builder.environment().clear();
        return builder.start();
    }

    private static boolean reachable(Path binary) throws IOException {
        for (Path path = binary.toRealPath(); path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    static String tool(String name) throws IOException {
        for (String folder : List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/")) {
            if (Files.isExecutable(Path.of(folder + name))) {
                return folder + name;
            }
        }
        throw new IOException("the program '" + name + "' is missing; it comes with util-linux or coreutils");
    }
}
