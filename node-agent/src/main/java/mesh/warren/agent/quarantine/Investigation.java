package mesh.warren.agent.quarantine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mesh.warren.model.quarantine.GuiltSearch;
import mesh.warren.model.snapshot.PhysicalSnapshot;
import mesh.warren.model.xds.PhysicalResource;

/** Finds who is guilty of a crash, trial by trial, on the thread {@code trial}. */
final class Investigation implements AutoCloseable {

    private static final int CLOSING_SECONDS = 5;

    /**
     * @param guilty  what crashes Envoy
     * @param trials  how many it took
     * @param problem why it could not be found out; empty when it could
     */
    record Verdict(List<PhysicalResource> guilty, int trials, Optional<String> problem) {}

    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("trial").factory());
    private final Trial trial;

    Investigation(Trial trial) {
        this.trial = trial;
    }

    /**
     * @param good     what Envoy lives with
     * @param suspects what may be guilty, added to it or in the place of what has the same key
     * @param then     hears the verdict on the thread {@code trial}; nothing when this is closed before
     */
    void begin(PhysicalSnapshot good, List<PhysicalResource> suspects, Consumer<Verdict> then) {
        thread.execute(() -> {
            GuiltSearch search = new GuiltSearch(suspects);
            int trials = 0;
            Optional<String> problem = Optional.empty();
            try {
                while (!search.done()) {
                    trials++;
                    search.answer(trial.crashes(good.with(search.question(), List.of())));
                }
            } catch (IOException | RuntimeException e) {
                problem = Optional.of("the crash cannot be attributed: " + e.getMessage());
            } catch (InterruptedException closing) {
                return;
            }
            then.accept(new Verdict(search.guilty(), trials, problem));
        });
    }

    /** Ends the trial that is under way, and its Envoy. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
