package mesh.warren.agent.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class BackoffTest {

    private final Backoff backoff = new Backoff();

    @Test
    void theFirstDeathIsAnsweredAtOnceAndRepeatedQuickOnesEverLater() {
        List<Long> pauses = Stream.generate(() -> backoff.afterDeath(Duration.ofMillis(50)).toMillis()).limit(9).toList();

        assertEquals(List.of(0L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L), pauses);
    }

    @Test
    void aLongLifeForgivesEarlierDeaths() {
        backoff.afterDeath(Duration.ofSeconds(1));
        backoff.afterDeath(Duration.ofSeconds(1));

        assertEquals(Duration.ZERO, backoff.afterDeath(Duration.ofMinutes(1)));
        assertEquals(Duration.ZERO, backoff.afterDeath(Duration.ofSeconds(1)));
    }
}
