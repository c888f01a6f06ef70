package mesh.warren.cni.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Keeps the plugin in the configuration: looks after each change of the folder and every ten seconds. The first time it waits for
 * the agent: until then pods start as they did without Warren. One thread.
 */
final class Keeper {

    private static final Duration POLL = Duration.ofSeconds(10);
    private static final Duration AGENT_POLL = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofMillis(100);
    /** Two programs that correct each other must not do it all day long. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration CALM = Duration.ofMinutes(1);

    private final Installation installation;
    private final Path ready;
    private final BooleanSupplier agentThere;
    private final Consumer<String> log;
    private String last = "";
    private Duration pause = QUIET;
    private long lastRepair;

    /**
     * @param ready      file that is there while the plugin is in the configuration
     * @param agentThere somebody listens on the agent's socket
     * @param log        gets one line for each thing that is new
     */
    Keeper(Installation installation, Path ready, BooleanSupplier agentThere, Consumer<String> log) {
        this.installation = installation;
        this.ready = ready;
        this.agentThere = agentThere;
        this.log = log;
    }

    /** Until the thread is interrupted. @param before the plugin was in the configuration once */
    void keep(ConfFolder folder, boolean before) throws IOException, InterruptedException {
        try (FolderWatch watch = new FolderWatch(folder.path())) {
            boolean begun = before;
            while (true) {
                begun = begun || agentThere.getAsBoolean();
                if (begun) {
                    look();
                } else {
                    say("waiting for the agent: pods start without Warren until it is there");
                }
                watch.await(begun ? POLL : AGENT_POLL, pause);
            }
        }
    }

    /** One look, and what follows from it. */
    Outcome look() throws IOException {
        Outcome outcome = installation.repair();
        switch (outcome) {
            case Outcome.Repaired repaired -> {
                slowDown();
                mark(true);
            }
            case Outcome.Installed installed -> mark(true);
            case Outcome.Blocked blocked -> mark(false);
        }
        say(outcome.message());
        return outcome;
    }

    private void slowDown() {
        long now = System.nanoTime();
        boolean calm = now - lastRepair > CALM.toNanos();
        pause = calm ? QUIET : pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        lastRepair = now;
    }

    private void mark(boolean there) throws IOException {
        if (!there) {
            Files.deleteIfExists(ready);
        } else if (!Files.exists(ready)) {
            Files.createFile(ready);
        }
    }

    private void say(String message) {
        if (!message.equals(last)) {
            last = message;
            log.accept(message);
        }
    }
}
