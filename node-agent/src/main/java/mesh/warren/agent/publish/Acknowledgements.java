package mesh.warren.agent.publish;

import java.util.function.LongConsumer;

/**
 * Which generation of the share classes Envoy has. One question to the server is open at a time, however many generations
 * are made meanwhile. On the thread {@code publish}.
 */
final class Acknowledgements {

    private final Served served;
    private final LongConsumer onSettled;
    private long made;
    private long acknowledged;
    private long refusedUpTo;
    private boolean asked;

    /** @param onSettled is told the generation that was asked for, on any thread; it hands it to {@link #settled} */
    Acknowledgements(Served served, LongConsumer onSettled) {
        this.served = served;
        this.onSettled = onSettled;
    }

    /** The generation of the last change; it is published already. */
    void made(long generation) {
        made = Math.max(made, generation);
        ask();
    }

    /** Of what was made so far something was refused: nobody has all of it, only of what comes next. */
    void refused() {
        refusedUpTo = made;
    }

    /** @return whether Envoy has all of this generation, so that the share classes may be told */
    boolean settled(long generation) {
        asked = false;
        boolean all = generation > refusedUpTo && generation > acknowledged;
        if (all) {
            acknowledged = generation;
        }
        return all;
    }

    /** Asks the server if something is left to hear of. */
    void ask() {
        if (!asked && made > acknowledged && made > refusedUpTo) {
            asked = true;
            long generation = made;
            served.whenSettled().thenRun(() -> onSettled.accept(generation));
        }
    }

    /** The last generation that Envoy has, with all before it. */
    long acknowledged() {
        return acknowledged;
    }
}
