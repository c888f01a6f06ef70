package mesh.warren.agent.registry;

/** What became of a pod that joined. */
public sealed interface Joined {

    PodRecord pod();

    /** It was not there before. */
    record Added(PodRecord pod) implements Joined {}

    /** The very same had joined already; nothing was written, no listener was called. */
    record Unchanged(PodRecord pod) implements Joined {}

    /**
     * It was there otherwise.
     *
     * @param previous what it was; when its {@link PodRecord#pin} is another one, that pin is to be removed once Envoy has
     *                 let go of it
     */
    record Replaced(PodRecord pod, PodRecord previous) implements Joined {}
}
