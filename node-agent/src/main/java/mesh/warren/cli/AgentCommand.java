package mesh.warren.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import mesh.warren.agent.Agent;
import mesh.warren.agent.settings.AgentSettings;
import mesh.warren.agent.settings.SettingsException;
import mesh.warren.agent.settings.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code warren agent}: runs until it is told to stop. */
@Command(name = "agent", mixinStandardHelpOptions = true, description = {
    "Run the node's agent, until SIGTERM or SIGINT.",
    "Pods go on being served while no agent runs; Envoy ends with it only where envoy.stopWithAgent says so."},
    exitCodeListHeading = "%nExit status:%n", exitCodeList = {"0: told to stop", "1: a part could not start", "2: unusable settings"})
final class AgentCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Its settings, see docs/settings.md.")
    private Path config;

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        AgentSettings settings = SettingsFile.load(config);
        Logging.level(settings.logLevel());
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread.currentThread().setName("agent");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            stop.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (Agent agent = Agent.start(settings)) {
            stop.await();
        } finally {
            stopped.countDown();
        }
        return 0;
    }
}
