package mesh.warren.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import mesh.warren.agent.admin.AdminQuestion;
import mesh.warren.agent.admin.SharedResource;
import mesh.warren.agent.settings.AgentSettings;
import mesh.warren.agent.settings.SettingsException;
import mesh.warren.agent.settings.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code warren why RESOURCE}: who shares it. */
@Command(name = "why", mixinStandardHelpOptions = true,
        description = "Show which pods share a resource of the shared Envoy, and in how many share classes it is.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: found", "1: no such resource, or no agent answers", "2: unusable settings"})
final class WhyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RESOURCE", description = "Its virtual or its physical name, such as 10.96.0.10:80 or DOMAIN/10.96.0.10:80.")
    private String resource;

    @Option(names = "--pod", paramLabel = "POD", description = "Only the class of this pod, and what keeps it from the largest one.")
    private String pod;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The agent's settings.")
    private Path config;

    @Override
    public Integer call() throws IOException, SettingsException {
        AgentSettings settings = SettingsFile.load(config);
        SharedResource[] classes = AdminQuestion.ask(
                settings.adminSocket(), "why " + resource, SharedResource[].class);
        if (classes.length == 0) {
            System.err.println("no pod has a resource called " + resource + ": warren status -o json lists all that are shared");
            return 1;
        }
        boolean any = false;
        for (SharedResource found : classes) {
            if (pod == null || found.pods().stream().anyMatch(this::meant) || found.waits().stream().anyMatch(wait -> wait.startsWith(pod))) {
                System.out.println(text(found));
                any = true;
            }
        }
        if (!any) {
            System.err.println("pod " + pod + " has no resource called " + resource);
        }
        return any ? 0 : 1;
    }

    private boolean meant(String name) {
        return name.equals(pod) || name.endsWith("/" + pod);
    }

    private static String text(SharedResource found) {
        String text = found.type() + " " + found.physical() + ": " + found.virtual() + " of " + found.members()
                + (found.members() == 1 ? " pod" : " pods") + ", scope " + found.scope() + ", " + found.bytes() + " bytes";
        if (found.waiting() > 0) {
            text += ", " + found.waiting() + " of them wait for another content";
        }
        if (!found.apart().isEmpty()) {
            text += "\n  apart from the largest class: " + found.apart();
        }
        for (String wait : found.waits()) {
            text += "\n  waits: " + wait;
        }
        return text + "\n  " + String.join("\n  ", found.pods());
    }
}
