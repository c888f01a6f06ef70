package mesh.warren.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import mesh.warren.agent.settings.AgentSettings.LogLevel;
import mesh.warren.cli.Logging;
import mesh.warren.demo.leftovers.Leftover;
import mesh.warren.demo.leftovers.Leftovers;
import mesh.warren.demo.report.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code warren demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = {
    "Make a node on this machine, with pods, an agent and one Envoy; send traffic between the pods; take everything down.",
    "Needs root. Changes nothing of the machine's own network."},
    exitCodeListHeading = "%nExit status:%n", exitCodeList = {"0: all that it claims held, and nothing was left behind",
        "1: something did not", "2: unusable options"})
public final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--pods", defaultValue = "5", paramLabel = "N", description = "2 to 200; default ${DEFAULT-VALUE}.")
    private int pods;

    @Option(names = "--services", defaultValue = "50", paramLabel = "S", description = "2 to 5000; default ${DEFAULT-VALUE}.")
    private int services;

    @Option(names = "--mtls", description = "Pods have certificates of the agent's own authority, and TLS between them.")
    private boolean mtls;

    @Option(names = "--envoy", paramLabel = "PATH", description = "Envoy 1.40.0 or later; default: the one that the launcher fetched.")
    private Path envoy;

    @Option(names = "--keep", description = "Leave everything up and say how to look at it and how to end it.")
    private boolean keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.level(LogLevel.WARN);
        Progress progress = new Progress(System.out);
        DemoOptions options = options();
        Demo demo = new Demo(options, progress);
        Thread interrupted = Thread.ofPlatform().unstarted(() -> {
            System.err.println("\nwarren demo: interrupted, taking everything down");
            demo.stack().takeDown();
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            demo.run();
            if (keep) {
                KeptDemo.await(options.folder());
            }
        } finally {
            progress.say("taking everything down");
            demo.claims().add("everything was taken down", demo.stack().takeDown());
        }
        List<Leftover> left = Leftovers.of(demo.traces());
        left.forEach(what -> progress.say("left behind: %s %s", what.kind(), what.what()));
        demo.claims().add("nothing is left: no namespace, mount, process, rule or file", left.isEmpty());
        Runtime.getRuntime().removeShutdownHook(interrupted);
        System.out.print("\n" + demo.claims());
        return demo.claims().allHeld() ? 0 : 1;
    }

    private DemoOptions options() throws IOException {
        if (pods < 2 || pods > 200) {
            throw new ParameterException(spec.commandLine(), "--pods " + pods + ": want 2 to 200");
        }
        if (services < 2 || services > 5000) {
            throw new ParameterException(spec.commandLine(), "--services " + services + ": want 2 to 5000");
        }
        Path binary = envoy != null ? envoy : Path.of(System.getenv().getOrDefault("WARREN_ENVOY", ""));
        if (!Files.isExecutable(binary) || Files.isDirectory(binary)) {
            throw new ParameterException(spec.commandLine(), "--envoy '" + binary + "': no such executable; name an Envoy binary");
        }
        Path folder = Path.of("/run", "warren-demo-%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24)));
        return new DemoOptions(pods, services, mtls, binary.toRealPath(), Path.of(System.getProperty("warren.home")), folder);
    }
}
