package mesh.warren.agent.publish;

import java.util.function.Consumer;

/**
 * What Envoy has of what was published: which generation of the share classes, which number of the views. One question to the
 * server is open at a time, however much is published meanwhile. On the thread {@code publish}.
 */
final class Acknowledgements {

    /**
     * What was published when the server was asked.
     *
     * @param generation of the share classes
     * @param number     of the views
     */
    record Asked(long generation, long number) {}

    private final Served served;
    private final Consumer<Asked> onSettled;
    private Asked made = new Asked(0, 0);
    private long acknowledged;
    private long settledNumber;
    private long refusedUpTo;
    private boolean asked;

    /** @param onSettled is told what was asked for, on any thread; it hands it to {@link #settled} */
    Acknowledgements(Served served, Consumer<Asked> onSettled) {
        this.served = served;
        this.onSettled = onSettled;
    }

    /** What the last change made; it is published already. */
    void made(long generation, long number) {
        made = new Asked(Math.max(made.generation, generation), Math.max(made.number, number));
        ask();
    }

    /** Of what was made so far something was refused: nobody has all of it, only of what comes next. */
    void refused() {
        refusedUpTo = made.generation;
    }

    /** @return whether Envoy has all of this generation, so that the share classes may be told */
    boolean settled(Asked question) {
        asked = false;
        settledNumber = Math.max(settledNumber, question.number);
        boolean all = question.generation > refusedUpTo && question.generation > acknowledged;
        if (all) {
            acknowledged = question.generation;
        }
        return all;
    }

    /** Asks the server if something is left to hear of. */
    private void ask() {
        boolean newGeneration = made.generation > acknowledged && made.generation > refusedUpTo;
        if (!asked && (newGeneration || made.number > settledNumber)) {
            asked = true;
            Asked question = made;
            served.whenSettled().thenRun(() -> onSettled.accept(question));
        }
    }

    /** The last generation that Envoy has, with all before it. */
    long acknowledged() {
        return acknowledged;
    }
}
