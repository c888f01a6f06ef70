package mesh.warren.demo.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace with a name ({@code ip netns}), its loopback interface up.
 *
 * @param name below /run/netns
 */
record NamedNetns(String name) {

    private static final Path FOLDER = Path.of("/run/netns");

    static NamedNetns make(String name, Teardown teardown) throws IOException {
        NamedNetns netns = new NamedNetns(name);
        Program.mustRun("ip", "netns", "add", name);
        teardown.later("network namespace " + name, netns::delete);
        Program.mustRun("ip", "-n", name, "link", "set", "lo", "up");
        return netns;
    }

    Path path() {
        return FOLDER.resolve(name);
    }

    /** The command, run in the namespace. nsenter becomes the program, so that the process that is started is the program's own. */
    List<String> inside(List<String> command) {
        List<String> entering = new ArrayList<>(List.of("nsenter", "--net=" + path()));
        entering.addAll(command);
        return entering;
    }

    private void delete() throws IOException {
        if (Files.exists(path())) {
            Program.mustRun("ip", "netns", "delete", name);
        }
    }
}
