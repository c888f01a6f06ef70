package mesh.warren.agent.publish;

import java.util.Set;
import mesh.warren.model.id.PodUid;

/** Hears what became of views, on the thread {@code publish}: hand over and return. */
public interface PublishObserver {

    /** Nobody listens. */
    PublishObserver NONE = new PublishObserver() {};

    /**
     * Envoy has all that these views have become so far, but for what it refused.
     *
     * @param number of the {@link WantedViews}
     * @param moving pods of which something is still on its way: it waits for the settle window, or for Envoy to acknowledge what
     *               it is to join. What waits for a resource that the control plane did not send is not on its way
     */
    default void settled(long number, Set<PodUid> moving) {}

    /** Envoy refused something of a pod; the pod keeps the last good one, if there was one. */
    default void refused(EnvoyRefusal refusal) {}
}
