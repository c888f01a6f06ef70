package mesh.warren.agent.upstream;

import java.util.SortedSet;
import mesh.warren.agent.domain.ControlPlane;
import mesh.warren.agent.domain.PodFields;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.xds.ResourceName;
import mesh.warren.model.xds.ResourceType;

/** The streams, as far as those who read them have to know. Any thread; never blocks. */
public interface UpstreamStreams {

    /** This pod's virtual Envoy is fed by this control plane from now on, until it leaves. A pod that has joined already stays where it is. */
    void join(PodFields pod, ControlPlane plane);

    /** The pod is gone. What it held is forgotten; no push of it comes after those that are on their way. */
    void leave(PodUid pod);

    /**
     * What this virtual Envoy refers to, of a type that is subscribed to by name (all but clusters and listeners, which are
     * wildcards from the start). Replaces what was subscribed to before; empty unsubscribes.
     */
    void subscribe(PodUid pod, ResourceType type, SortedSet<ResourceName> names);

    /** Everything in the push is in use. Ignored for a push of a stream that has ended. */
    void ack(PodUid pod, long number);

    /** Something of the push is not in use; the good rest is. Ignored for a push of a stream that has ended. @param message for the control plane */
    void nack(PodUid pod, long number, String message);
}
