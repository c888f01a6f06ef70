package mesh.warren.agent.identity;

import mesh.warren.model.id.PodName;
import mesh.warren.model.id.PodUid;
import mesh.warren.model.identity.SpiffeId;

/**
 * A pod that is to have a certificate.
 *
 * @param uid  tells it from a later pod of the same name
 * @param name for people, and for the path of its token
 * @param id   what its certificate is to say
 */
public record Workload(PodUid uid, PodName name, SpiffeId id) implements Comparable<Workload> {

    @Override
    public int compareTo(Workload other) {
        return uid.compareTo(other.uid);
    }

    @Override
    public String toString() {
        return name + " (" + id + ")";
    }
}
