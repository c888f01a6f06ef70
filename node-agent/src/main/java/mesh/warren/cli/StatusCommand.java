package mesh.warren.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mesh.warren.agent.admin.AdminQuestion;
import mesh.warren.agent.admin.AgentStatus;
import mesh.warren.agent.settings.AgentSettings;
import mesh.warren.agent.settings.SettingsException;
import mesh.warren.agent.settings.SettingsFile;
import mesh.warren.demo.report.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code warren status}: what the agent of this node says of itself. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Show the agent of this node, its Envoy, its pods and what is wrong with them.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: all is well", "1: no agent answers", "2: unusable settings", "3: there are problems"})
final class StatusCommand implements Callable<Integer> {

    private static final int EXIT_PROBLEMS = 3;

    enum Output { table, json }

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The agent's settings.")
    private Path config;

    @Option(names = {"-o", "--output"}, defaultValue = "table", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Output output;

    @Override
    public Integer call() throws IOException, SettingsException {
        AgentSettings settings = SettingsFile.load(config);
        Path socket = settings.adminSocket();
        AgentStatus status = AdminQuestion.ask(socket, "status", AgentStatus.class);
        System.out.println(output == Output.json ? json(socket, status) : text(status));
        return status.problems().isEmpty() ? 0 : EXIT_PROBLEMS;
    }

    /** With every share class, which the table only counts. */
    private static String json(Path socket, AgentStatus status) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode all = json.valueToTree(status);
        all.set("classes", AdminQuestion.ask(socket, "classes", JsonNode.class));
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    private static String text(AgentStatus status) {
        StringBuilder text = new StringBuilder();
        text.append("agent   ").append(status.pid()).append(" of node ").append(status.node()).append('\n');
        text.append("Envoy   ").append(status.envoy().pid()).append(status.envoy().connected() ? ", connected" : ", NOT connected")
                .append(status.settled() ? ", has all that is wanted" : ", not yet as wanted").append("\n\n");
        Table resources = new Table("resources", "count", "bytes");
        status.resources().forEach((type, amount) -> resources.row(type, amount.count(), amount.bytes()));
        text.append(resources).append('\n');
        Table sharing = new Table("shared", "physical", "virtual", "bytes");
        status.sharing().forEach((type, shared) -> sharing.row(type, shared.classes(), shared.members(), shared.bytes()));
        text.append(sharing).append('\n');
        Table pods = new Table("pod", "addresses", "doors", "capture", "source", "control plane", "refused", "verified at");
        status.pods().forEach(pod -> pods.row(pod.name(), String.join(",", pod.addresses()), pod.serving() ? "serving" : "NOT SERVING",
                pod.capture(), pod.source(), pod.stream().isEmpty() ? "-" : pod.stream(), pod.refusals().size(),
                pod.verifiedAt() == null ? "not yet" : pod.verifiedAt()));
        text.append(pods);
        status.problems().forEach(problem -> text.append("\nproblem: ").append(problem));
        return text.toString();
    }
}
