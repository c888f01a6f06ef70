package mesh.warren.cli;

import mesh.warren.agent.settings.SettingsException;
import mesh.warren.cli.api.ApiCommand;
import mesh.warren.cli.cluster.CheckCommand;
import mesh.warren.cli.cluster.InstallCommand;
import mesh.warren.cli.cluster.UninstallCommand;
import mesh.warren.cli.plan.PlanCommand;
import mesh.warren.cli.rewrite.RewriteCommand;
import mesh.warren.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code warren WORD ...}. */
@Command(name = "warren", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "One Envoy for each Kubernetes node, with the isolation of sidecars.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AgentCommand.class, ReleaseCommand.class, InstallCommand.class, UninstallCommand.class, CheckCommand.class,
            StatusCommand.class, WhyCommand.class, ProxyCommand.class, LanesCommand.class, DemoCommand.class, ApiCommand.class,
            RewriteCommand.class, PlanCommand.class},
        footer = {"", "The launcher adds: test [RING...] (pure, process, node, control-planes, cluster, attacks), bench, images, cluster up|down|enter."})
public final class Main {

    /** Unusable input, as picocli and this project's commands have it. */
    public static final int EXIT_USAGE = 2;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof SettingsException) {
                        command.getErr().println(failure.getMessage());
                        return EXIT_USAGE;
                    }
                    command.getErr().println("warren " + command.getCommandName() + ": " + failure.getMessage());
                    if (System.getenv("WARREN_TRACE") != null) {
                        failure.printStackTrace(command.getErr());
                    }
                    return 1;
                });
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"warren " + (version == null ? "from source" : version)};
        }
    }
}
