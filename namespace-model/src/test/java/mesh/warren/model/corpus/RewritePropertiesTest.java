package mesh.warren.model.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link RewriteProperties} over random and broken input, for two seconds each. {@code -Dwarren.seed=N} repeats a run. */
@Tag("pure")
class RewritePropertiesTest {

    private static final long SEED = Long.getLong("warren.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @Test
    void holdForRandomMessagesOfAllowedContent() {
        var messages = new RandomMessages(random, Rewriting.TABLE, true);
        int accepted = hold(messages::next);
        assertTrue(accepted > 50, "only " + accepted + " were accepted: the generator is not tame");
    }

    @Test
    void holdForRandomMessagesOfAnyContent() {
        hold(new RandomMessages(random, Rewriting.TABLE, false)::next);
    }

    @Test
    void holdForBrokenBytes() {
        hold(new Mutator(random, FuzzRun.seeds())::next);
    }

    /** How many were accepted. */
    private static int hold(Supplier<Resource> inputs) {
        int accepted = 0;
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (System.nanoTime() < end) {
            var input = inputs.get();
            assertEquals(List.of(), RewriteProperties.violations(input), () -> "seed " + SEED + ", " + input.typeUrl() + " "
                    + java.util.HexFormat.of().formatHex(input.bytes().toByteArray()));
            accepted += Rewriting.accepted(Rewriting.of(input)).isPresent() ? 1 : 0;
        }
        return accepted;
    }
}
