package mesh.warren.agent.envoy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A throw-away Envoy: the shared one's binary, user and bootstrap, but a folder of its own and an empty network namespace of its own,
 * which end with it. For one thread.
 */
public final class TrialEnvoy implements AutoCloseable {

    private static final int SIGKILL = 9;
    private static final int MOST_WORKERS = 2;
    /** A shell's way to say that a signal ended a process, which the JDK takes over: 128 and the signal's number. */
    private static final int BY_SIGNAL = 128;

    private final EnvoyLaunch launch;
    private final EnvoyFolder folder;
    private Process process;

    private TrialEnvoy(EnvoyLaunch launch, EnvoyFolder folder) {
        this.launch = launch;
        this.folder = folder;
    }

    /**
     * Makes its folder beside the shared Envoy's. One that an earlier agent left, and the Envoy in it, are removed.
     *
     * @param shared how the shared Envoy is run
     */
    public static TrialEnvoy beside(EnvoyLaunch shared) throws IOException, InterruptedException {
        EnvoyLaunch launch = new EnvoyLaunch(shared.binary(), shared.folder().resolveSibling("trial"), shared.voidNetns(),
                shared.nodeId() + "-trial", shared.uid(), Math.min(MOST_WORKERS, shared.concurrency()), shared.maxHeapBytes(),
                shared.maxConnections(), shared.drainTime(), true);
        TrialEnvoy trial = new TrialEnvoy(launch, EnvoyFolder.create(launch));
        trial.end();
        return new TrialEnvoy(launch, EnvoyFolder.create(launch));
    }

    /** Start the ADS server in it, and give it its socket, before {@link #start}. */
    public EnvoyFolder folder() {
        return folder;
    }

    public void start() throws IOException {
        Files.write(folder.bootstrap(), EnvoyBootstrap.of(launch, folder).toByteArray());
        folder.giveToEnvoy(folder.bootstrap());
        process = new EnvoyCommand(launch, folder).startAlone();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Whether a signal ended it, which it gave itself: a crash, not an exit with an error. */
    public boolean crashed() {
        return !process.isAlive() && process.exitValue() > BY_SIGNAL && process.exitValue() != BY_SIGNAL + SIGKILL;
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        end();
    }

    private void end() throws IOException {
        Optional<EnvoyProcess> left = EnvoyProcess.running(folder);
        if (left.isPresent()) {
            try (Pidfd pidfd = Pidfd.open(left.get().pid())) {
                pidfd.signal(SIGKILL);
                pidfd.awaitEnd(-1);
            } catch (IOException ended) {
                // by itself, meanwhile
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path())) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder.path());
    }
}
