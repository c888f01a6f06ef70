package mesh.warren.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import mesh.warren.agent.NodeRelease;
import mesh.warren.agent.settings.AgentSettings;
import mesh.warren.agent.settings.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code warren release}: the last thing that Warren does on a node. */
@Command(name = "release", mixinStandardHelpOptions = true, description = {
    "Take Warren off this node: pods are not captured any more and run on; pins, sockets and state go.",
    "Runs in place of the agent, as 'warren uninstall' has it run on each node."},
    exitCodeListHeading = "%nExit status:%n", exitCodeList = {"0: nothing of it is left", "1: an agent still runs", "2: unusable settings"})
final class ReleaseCommand implements Callable<Integer> {

    /** A pod has no other way to say that it is done while it stays. */
    private static final Path DONE = Path.of("/tmp/released");

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The agent's settings, see docs/settings.md.")
    private Path config;

    @Option(names = "--stay", description = "Create /tmp/released when it is done, and stay until SIGTERM, as a DaemonSet's pod has to.")
    private boolean stay;

    @Override
    public Integer call() throws Exception {
        AgentSettings settings = SettingsFile.load(config);
        System.out.println(NodeRelease.run(settings) + " pods released; nothing of Warren is left on node " + settings.node());
        if (stay) {
            if (Files.notExists(DONE)) {
                Files.createFile(DONE);
            }
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
