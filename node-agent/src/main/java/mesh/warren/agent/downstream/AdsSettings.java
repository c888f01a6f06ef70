package mesh.warren.agent.downstream;

import java.time.Duration;
import mesh.warren.model.snapshot.PushLimits;

/**
 * @param limits how much one response may carry
 * @param stall  how long an answer of Envoy's may hold up additions of later types ({@code Rollout.stalled})
 * @param grace  how long after a stream begins removals wait, so that Envoy has said all that it has
 */
public record AdsSettings(PushLimits limits, Duration stall, Duration grace) {

    public static final AdsSettings DEFAULT =
            new AdsSettings(PushLimits.DEFAULT, Duration.ofSeconds(1), Duration.ofMillis(200));
}
