package mesh.warren.agent.envoy;

import java.time.Duration;

/** Hears of the shared Envoy's life, on the supervisor's thread: return soon. */
public interface EnvoyWatcher {

    EnvoyWatcher NONE = new EnvoyWatcher() {};

    /** @param adopted it was found running; otherwise it has just been started and does not serve yet */
    default void started(EnvoyProcess envoy, boolean adopted) {}

    /** It ended without being asked to; it is started again after {@code pause}. */
    default void died(EnvoyProcess envoy, Duration lived, Duration pause) {}
}
