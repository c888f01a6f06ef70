package mesh.warren.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import mesh.warren.agent.admin.AdminQuestion;
import mesh.warren.agent.lanes.DoorFound;
import mesh.warren.agent.lanes.LaneReport;
import mesh.warren.agent.settings.AgentSettings;
import mesh.warren.agent.settings.SettingsException;
import mesh.warren.agent.settings.SettingsFile;
import mesh.warren.demo.report.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code warren lanes}: which worker of Envoy serves which pod. */
@Command(name = "lanes", mixinStandardHelpOptions = true,
        description = "Show the lanes of this node: Envoy's workers, what they do, which pods' new connections go to which, and who was moved.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: doors are pinned, or lanes are off", "1: no agent answers", "2: unusable settings", "3: doors are not pinned"})
final class LanesCommand implements Callable<Integer> {

    private static final int EXIT_NOT_PINNED = 3;

    enum Output { table, json }

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The agent's settings.")
    private Path config;

    @Option(names = {"-o", "--output"}, defaultValue = "table", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Output output;

    @Override
    public Integer call() throws IOException, SettingsException {
        AgentSettings settings = SettingsFile.load(config);
        LaneReport report = AdminQuestion.ask(settings.adminSocket(), "lanes", LaneReport.class);
        System.out.println(output == Output.json
                ? JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(report) : text(report));
        return report.problem().isEmpty() ? 0 : EXIT_NOT_PINNED;
    }

    private static String text(LaneReport report) {
        if (!report.on()) {
            return "lanes are off (envoy.lanes): any worker of Envoy serves any pod";
        }
        StringBuilder text = new StringBuilder();
        Table lanes = new Table("lane", "for", "pods", "CPU used", "waited", "wanted");
        report.lanes().forEach(lane -> lanes.row(lane.lane(), lane.side() ? "pods that crowd theirs" : "homes", lane.pods(),
                lane.used(), lane.waited(), lane.wanted()));
        text.append(lanes).append('\n');
        Table pods = new Table("pod", "home", "lane", "connections", "doors", "observed at");
        report.pods().forEach(pod -> pods.row(pod.name(), pod.home(), pod.lane(), pod.connections(), doors(pod),
                pod.doors().isEmpty() ? "not yet" : pod.doors().getFirst().at()));
        text.append(pods);
        if (!report.moves().isEmpty()) {
            Table moves = new Table("moved at", "pod", "from", "to", "since it");
            report.moves().forEach(move -> moves.row(move.at(), move.pod(), move.from(), move.to(), move.why()));
            text.append('\n').append(moves);
        }
        return report.problem().isEmpty() ? text.toString() : text + "\nproblem: " + report.problem();
    }

    /** By worker, what the kernel showed. */
    private static String doors(LaneReport.Pod pod) {
        return pod.doors().stream().collect(Collectors.groupingBy(DoorFound::worker, TreeMap::new, Collectors.counting()))
                .entrySet().stream().map(worker -> worker.getValue() + (worker.getKey() < 0 ? " by hash" : " on worker " + worker.getKey()))
                .collect(Collectors.joining(", "));
    }
}
