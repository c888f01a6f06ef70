package mesh.warren.agent.envoy;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whom Envoy runs as: an ordinary user with two capabilities, where the kernel lets the agent give it one. */
final class EnvoyUser {

    private static final System.Logger LOG = System.getLogger(EnvoyUser.class.getName());

    private EnvoyUser() {}

    /** The launch's user, or the agent's own with the reason in the log. Runs {@code true} as that user to find out. */
    static int of(EnvoyLaunch launch) throws IOException, InterruptedException {
        if (launch.uid() == agents()) {
            return launch.uid();
        }
        List<String> trial = new ArrayList<>(prefix(launch.uid()));
        trial.add(EnvoyCommand.tool("true"));
        Process process = new ProcessBuilder(trial).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() == 0) {
            return launch.uid();
        }
        LOG.log(WARNING, "Envoy runs as the agent''s user, with its capabilities, because it cannot become user"
                + " {0,number,#}: {1}", launch.uid(), output.strip());
        return agents();
    }

    static int agents() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /** What a command line begins with to run as this user. */
    static List<String> prefix(int uid) throws IOException {
        String id = Integer.toString(uid);
        return List.of(EnvoyCommand.tool("setpriv"),
                "--reuid", id, "--regid", id, "--clear-groups", "--no-new-privs",
                "--inh-caps=+sys_admin,+net_admin",
                "--ambient-caps=+sys_admin,+net_admin",
                "--bounding-set=-all,+sys_admin,+net_admin");
    }
}
