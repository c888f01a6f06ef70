package mesh.warren.agent.envoy;

import java.time.Duration;

/**
 * Two watchers in place of one.
 *
 * @param first  hears everything before {@code second}
 * @param second the other
 */
public record EnvoyWatchers(EnvoyWatcher first, EnvoyWatcher second) implements EnvoyWatcher {

    @Override
    public void started(EnvoyProcess envoy, boolean adopted) {
        first.started(envoy, adopted);
        second.started(envoy, adopted);
    }

    @Override
    public void died(EnvoyProcess envoy, Duration lived, Duration pause) {
        first.died(envoy, lived, pause);
        second.died(envoy, lived, pause);
    }
}
