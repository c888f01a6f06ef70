package mesh.warren.agent.envoy;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps one Envoy running. It survives the agent: a new supervisor on the same folder finds it and touches nothing. Its own
 * death is seen at once, and it is started again, after a pause when it keeps dying.
 *
 * <p>One thread waits for the process; the methods are for any thread.
 */
public final class EnvoySupervisor {

    private static final System.Logger LOG = System.getLogger(EnvoySupervisor.class.getName());
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TERMINATION = Duration.ofSeconds(5);
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;
    private static final long POLL_MILLIS = 10;
    private static final int LOG_LINES = 12;

    private final EnvoyLaunch launch;
    private final EnvoyFolder folder;
    private final EnvoyWatcher watcher;
    private final AdminClient admin;
    private final EnvoyCommand command;
    private final Backoff backoff = new Backoff();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private boolean stopping;
    private EnvoyProcess current;
    private long startedAt;

    private EnvoySupervisor(EnvoyLaunch launch, EnvoyFolder folder, EnvoyWatcher watcher) {
        this.launch = launch;
        this.folder = folder;
        this.watcher = watcher;
        this.command = new EnvoyCommand(launch, folder);
        this.admin = new AdminClient(folder.adminSocket(), ADMIN_TIMEOUT);
    }

    /**
     * Finds or starts Envoy. Returns when its admin socket answers; it serves later, see {@link #awaitReady}.
     *
     * @throws EnvoyUnusableException when this Envoy cannot be used; none is running then
     * @throws IOException            when it does not start; none is running then
     */
    public static EnvoySupervisor start(EnvoyLaunch launch, EnvoyWatcher watcher)
            throws IOException, InterruptedException {
        EnvoyBinary binary = EnvoyBinary.check(launch.binary());
        EnvoyFolder folder = EnvoyFolder.create(launch);
        EnvoySupervisor supervisor = new EnvoySupervisor(launch, folder, watcher);
        supervisor.begin(binary);
        return supervisor;
    }

    /** The process now; another one after a death. */
    public EnvoyProcess process() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }

    public AdminClient admin() {
        return admin;
    }

    public EnvoyFolder folder() {
        return folder;
    }

    /**
     * Waits until Envoy serves: the agent's first snapshot has arrived in it.
     *
     * @throws IOException when it does not within this time; the message has the end of its log
     */
    public void awaitReady(Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!admin.ready()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Envoy does not serve after " + limit + "; its log ends:\n" + logEnd());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Ends the supervision; Envoy itself goes on, unless the setting {@code stopWithAgent} says otherwise. */
    public void stop() {
        if (launch.stopWithAgent()) {
            terminate();
        } else {
            stopWatching();
        }
    }

    /** Ends the supervision and Envoy: politely, and after 5 s by force. */
    public void terminate() {
        EnvoyProcess last = stopWatching();
        if (last == null || !last.alive()) {
            return;
        }
        try (Pidfd pidfd = Pidfd.open(last.pid())) {
            if (last.alive()) { // the number was not given to another process before it was opened
                pidfd.signal(SIGTERM);
                if (!pidfd.awaitEnd((int) TERMINATION.toMillis())) {
                    pidfd.signal(SIGKILL);
                    pidfd.awaitEnd(-1);
                }
            }
            Files.deleteIfExists(folder.pidFile());
        } catch (IOException e) {
            LOG.log(INFO, "Envoy {0,number,#} ended by itself: {1}", last.pid(), e.getMessage());
        }
    }

    private void begin(EnvoyBinary binary) throws IOException, InterruptedException {
        byte[] bootstrap = EnvoyBootstrap.of(launch, folder).toByteArray();
        Optional<EnvoyProcess> running = EnvoyProcess.running(folder);
        if (running.isPresent()) {
            current = running.get();
            startedAt = System.nanoTime();
            current.write(folder);
            LOG.log(INFO, "Envoy {0,number,#} is running and stays", current.pid());
            if (!Arrays.equals(bootstrap, Files.readAllBytes(folder.bootstrap()))) {
                LOG.log(WARNING, "its settings have changed: they take effect at its next start");
            }
        }
        Files.write(folder.bootstrap(), bootstrap);
        folder.giveToEnvoy(folder.bootstrap());
        if (running.isEmpty()) {
            launch();
            LOG.log(INFO, "Envoy {0} started as process {1,number,#}", binary.version(), current.pid());
        }
        try {
            EnvoyBinary.requireTypes(serverInfo());
        } catch (IOException e) {
            if (running.isEmpty()) {
                terminate();
            }
            throw e;
        }
        Thread.ofPlatform().daemon().name("warren-envoy").start(() -> supervise(running.isPresent()));
    }

    private void launch() throws IOException {
        if (Files.exists(folder.log())) {
            Files.move(folder.log(), folder.path().resolve("envoy.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        startedAt = System.nanoTime();
        Process started = command.start();
        EnvoyProcess envoy = EnvoyProcess.of(started.pid())
                .orElseThrow(() -> new IOException("Envoy ended at once; its log ends:\n" + logEnd()));
        envoy.write(folder);
        lock.lock();
        try {
            current = envoy;
        } finally {
            lock.unlock();
        }
    }

    private String serverInfo() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ADMIN_TIMEOUT.toNanos();
        while (true) {
            try {
                return admin.serverInfo();
            } catch (IOException e) {
                if (!process().alive() || System.nanoTime() > deadline) {
                    throw new IOException("Envoy's admin socket does not answer (" + e.getMessage()
                            + "); its log ends:\n" + logEnd(), e);
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private void supervise(boolean adopted) {
        watcher.started(process(), adopted);
        while (true) {
            EnvoyProcess envoy = process();
            awaitEnd(envoy);
            Duration lived = Duration.ofNanos(System.nanoTime() - startedAt);
            Duration pause = backoff.afterDeath(lived);
            if (!pauseUnlessStopping(Duration.ZERO)) {
                return;
            }
            LOG.log(WARNING, "Envoy {0,number,#} died after {1} s and is started again in {2} ms; its log ends:\n{3}",
                    envoy.pid(), lived.toSeconds(), pause.toMillis(), logEnd());
            watcher.died(envoy, lived, pause);
            if (!pauseUnlessStopping(pause)) {
                return;
            }
            try {
                launch();
                watcher.started(process(), false);
            } catch (IOException e) {
                LOG.log(WARNING, "Envoy does not start", e);
            }
        }
    }

    private static void awaitEnd(EnvoyProcess envoy) {
        try (Pidfd pidfd = Pidfd.open(envoy.pid())) {
            if (envoy.alive()) {
                pidfd.awaitEnd(-1);
            }
        } catch (IOException e) {
            LOG.log(INFO, e.getMessage()); // it has ended already
        }
    }

    /** False: the supervision is to end. */
    private boolean pauseUnlessStopping(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!stopping && left > 0) {
                left = stopped.awaitNanos(left);
            }
            return !stopping;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private EnvoyProcess stopWatching() {
        lock.lock();
        try {
            stopping = true;
            stopped.signalAll();
            return current;
        } finally {
            lock.unlock();
        }
    }

    private String logEnd() {
        try {
            List<String> lines = Files.readAllLines(folder.log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }
}
