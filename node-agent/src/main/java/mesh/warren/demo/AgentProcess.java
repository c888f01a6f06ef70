package mesh.warren.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mesh.warren.agent.admin.AdminQuestion;
import mesh.warren.agent.admin.AgentStatus;

/** The agent as a process of its own, started by the launcher as an admin would. Also used by tests and benchmarks. Not thread-safe. */
public final class AgentProcess implements AutoCloseable {

    private static final long LOOK_NANOS = 20_000_000;

    private final Path launcher;
    private final AgentFiles files;
    private Process process;

    /** @param launcher the {@code warren} script */
    public AgentProcess(Path launcher, AgentFiles files) {
        this.launcher = launcher;
        this.files = files;
    }

    /** Starts it, in a session of its own so that a Ctrl-C on the terminal leaves the order of things to the caller. */
    public void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", launcher.toString(), "agent", "--config", files.settings().toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
        builder.environment().put("WARREN_BUILD", "no"); // what runs here was just built
        process = builder.start();
    }

    public long pid() {
        return process.pid();
    }

    public AgentStatus status() throws IOException {
        return AdminQuestion.ask(files.adminSocket(), "status", AgentStatus.class);
    }

    /**
     * Waits until it answers and Envoy has all that it wants to give.
     *
     * @throws IOException when it ended, or did not within this time; with the end of its log
     */
    public AgentStatus awaitSettled(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        String last = "it does not answer yet";
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IOException("the agent ended with status " + process.exitValue() + ":\n" + logEnd());
            }
            try {
                AgentStatus status = status();
                if (status.settled() && status.envoy().connected()) {
                    return status;
                }
                last = "it is not settled: " + status;
            } catch (IOException notYet) {
                last = notYet.getMessage();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new IOException("the agent did not settle in " + patience + "; " + last + "\n" + logEnd());
    }

    /** {@code kill -9}. */
    public void killHard() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private String logEnd() throws IOException {
        List<String> lines = Files.exists(files.log()) ? Files.readAllLines(files.log()) : new ArrayList<>();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** Asks it to end; by force after 15 s. */
    @Override
    public void close() throws InterruptedException {
        Optional<Process> running = Optional.ofNullable(process).filter(Process::isAlive);
        if (running.isPresent()) {
            running.get().destroy();
            if (!running.get().waitFor(15, TimeUnit.SECONDS)) {
                killHard();
            }
        }
    }
}
