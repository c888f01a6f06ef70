package mesh.warren.agent.capture;

/** What a comparison of the kernel with a plan found. */
public sealed interface CaptureState {

    /** The kernel has what the plan says. */
    record Intact() implements CaptureState {}

    /** There is no table at all: flushed by somebody, or never applied. */
    record Missing() implements CaptureState {}

    /**
     * The kernel has something else.
     *
     * @param difference the first one, in words for a person
     */
    record Altered(String difference) implements CaptureState {}
}
