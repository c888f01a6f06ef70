package mesh.warren.demo.app;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A {@link PodApp} running in a pod, from the outside. Not thread-safe. */
public final class AppProcess implements AutoCloseable {

    private final String pod;
    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter commands;

    private AppProcess(String pod, Process process) {
        this.pod = pod;
        this.process = process;
        this.said = process.inputReader();
        this.commands = process.outputWriter();
    }

    /**
     * Starts it; {@link #awaitReady()} before anything else.
     *
     * @param pod   its name
     * @param enter what a command line begins with to run in the pod's network namespace, e.g. {@code nsenter --net=PATH}
     * @param log   where its standard error goes
     */
    public static AppProcess start(String pod, List<String> enter, Path log) throws IOException {
        List<String> command = new ArrayList<>(enter);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx24m",
                "-cp", System.getProperty("java.class.path"), PodApp.class.getName(), pod));
        return new AppProcess(pod, new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start());
    }

    public String pod() {
        return pod;
    }

    /** Waits until it serves. */
    public void awaitReady() throws IOException {
        if (!"ready".equals(said.readLine())) {
            throw new IOException("the application of " + pod + " did not start");
        }
    }

    /** It begins to call these in turn. */
    public void call(Collection<URI> targets) throws IOException {
        tell("start " + targets.stream().map(URI::toString).collect(Collectors.joining(" ")));
    }

    /** It stops calling, and says how that went. */
    public Calls stopCalling() throws IOException {
        tell("stop");
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the application of " + pod + " ended before its report");
        }
        return Calls.parse(pod, line);
    }

    private void tell(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    /** It finishes what is under way and ends; by force after 5 s. */
    @Override
    public void close() {
        try {
            tell("exit");
        } catch (IOException alreadyGone) {
            // The end that we wanted.
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            said.close();
            commands.close();
        } catch (IOException notFlushed) {
            // A Ctrl-C on the terminal ends the applications too: what was still to be said has nobody to hear it.
        }
    }
}
