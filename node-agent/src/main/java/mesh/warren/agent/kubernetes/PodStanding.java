package mesh.warren.agent.kubernetes;

import java.time.Instant;
import java.util.List;

/**
 * How a pod stands with Warren, as its owner is told: the condition {@value #CONDITION} of the pod and an Event for each change.
 *
 * @param routed  the condition's status
 * @param reason  one word in CamelCase, for programs; also the Event's
 * @param message for people: what is wrong, the object and field, the remedy
 * @param seen    when kernel and Envoy were looked at
 */
public record PodStanding(boolean routed, String reason, String message, Instant seen) {

    /** Type of the pod's condition (Kubernetes API conventions: a qualified name). */
    public static final String CONDITION = "warren.mesh/Routed";

    /** The API server's own limit of an Event's note (events.k8s.io/v1). */
    private static final int LONGEST = 1024;

    public PodStanding {
        message = message.length() <= LONGEST ? message : message.substring(0, LONGEST - 4) + " ...";
    }

    /** All is well. */
    public static PodStanding good(Instant seen) {
        return new PodStanding(true, "Captured", "its traffic goes through its doors: rules and doors were seen in the kernel", seen);
    }

    /** It is routed, but something of its configuration is not in use. @param refusals each names object, field, value and remedy */
    public static PodStanding refused(List<String> refusals, Instant seen) {
        return new PodStanding(true, "ConfigurationRefused", (refusals.size() == 1 ? "" : refusals.size() + " refusals: ")
                + String.join("; ", refusals), seen);
    }

    /** The label that made it join was taken away. */
    public static PodStanding released(Instant seen) {
        return new PodStanding(false, "Released", "its label says that it is not routed: its capture is removed, connections that go"
                + " through its doors live on until they end", seen);
    }

    /** It should be routed and is not. */
    public static PodStanding broken(String what, Instant seen) {
        return new PodStanding(false, "NotRouted", what, seen);
    }

    /** Whether this says the same as that, whenever it was seen. */
    boolean says(PodStanding that) {
        return that != null && routed == that.routed && reason.equals(that.reason) && message.equals(that.message);
    }

    /** Of an Event: whether somebody has to act. */
    boolean warning() {
        return !reason.equals("Captured") && !reason.equals("Released");
    }
}
