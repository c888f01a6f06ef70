package mesh.warren.agent.publish;

import mesh.warren.model.share.Unplaced;

/** Hears what became of views, on the thread {@code publish}: hand over and return. */
@FunctionalInterface
public interface PublishObserver {

    /** Nobody listens. */
    PublishObserver NONE = (number, unplaced) -> {};

    /**
     * Envoy has all that these views have become so far, but for what it refused.
     *
     * @param number   of the {@link WantedViews}
     * @param unplaced what the pods do not have of it. What only waits for a resource that the control plane did not send is not
     *                 among it; a refused door is, by its own key
     */
    void settled(long number, Unplaced unplaced);
}
