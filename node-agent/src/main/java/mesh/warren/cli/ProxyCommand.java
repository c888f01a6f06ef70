package mesh.warren.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mesh.warren.agent.admin.AdminQuestion;
import mesh.warren.agent.podview.Page;
import mesh.warren.agent.settings.AgentSettings;
import mesh.warren.agent.settings.SettingsException;
import mesh.warren.agent.settings.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code warren proxy POD PAGE}: a pod's virtual Envoy, as the pod itself sees it. */
@Command(name = "proxy", mixinStandardHelpOptions = true,
        description = "Show a pod's virtual Envoy in the formats of Envoy's admin interface: what the pod finds on its own 127.0.0.1:15000.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: shown", "1: no agent answers", "2: unusable settings", "3: there is no such pod or page, or it is not ready"})
final class ProxyCommand implements Callable<Integer> {

    private static final int EXIT_REFUSED = 3;

    @Parameters(index = "0", paramLabel = "POD", description = "TENANT/NAME, or NAME when only one tenant has it.")
    private String pod;

    @Parameters(index = "1", paramLabel = "PAGE",
            description = "config_dump, clusters, listeners, stats, server_info or ready; with a query such as 'clusters?format=json'.")
    private String page;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The agent's settings.")
    private Path config;

    @Override
    public Integer call() throws IOException, SettingsException {
        AgentSettings settings = SettingsFile.load(config);
        String target = page.startsWith("/") ? page : "/" + page;
        Page answer = AdminQuestion.ask(settings.adminSocket(), "proxy " + pod + " " + target, Page.class);
        (answer.status() == 200 ? System.out : System.err).print(answer.body());
        return answer.status() == 200 ? 0 : EXIT_REFUSED;
    }
}
